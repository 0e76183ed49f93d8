import { SoftdiceError } from "../core/errors.ts";
import type { PlacedSource } from "./case.ts";
import { stem } from "./foreign.ts";
import { caseOfSeries, nearCase } from "./nearNames.ts";
import { parsePattern } from "./pattern.ts";
import { folderOf, lastPart, type Source } from "./source.ts";

/** A file of a known case, and where it really is. */
export interface KnownSource extends PlacedSource {
  readonly file: string;
}

/** The files of cases whose names are known beforehand. */
export interface KnownCases {
  /** By the case's name; cases without a file are not there. */
  readonly files: ReadonlyMap<string, readonly KnownSource[]>;
  /** Files that belong to no case. */
  readonly unplaced: readonly Source[];
}

/**
 * Sorts files by the case that their path names, be it a folder, `case_1/Ana.nii.gz`, the file, `Ana/case_1.nii.gz`, or the
 * beginning of its name, `case_1_Ana.nii.gz`. A case's name is taken out of the place, so that what is left is read as one
 * patient's files are: `case_1/liver/Ana` and `liver/Ana/case_1` as `liver/Ana`.
 *
 * Of a single case whose name no path holds, all files are its own, unless names of files in folders say that they are of
 * another case.
 *
 * @param given archives opened
 * @param cases names, each once
 * @param folders places of the folders that were given: names are read from these on
 * @param pattern says where names stand, `{patient}` for the case's
 * Names are compared letter by letter, in Unicode's composed form. Beside a file that is called like a case alone, one whose
 * name goes on with four digits is an image of nnU-Net's, and of no case; one that goes on otherwise may be of another case.
 *
 * @throws SoftdiceError for a path that names two cases, or may be of another case than it begins with
 */
export function filesOfCases(
  given: readonly Source[],
  cases: readonly string[],
  folders: readonly string[],
  pattern?: string,
): KnownCases {
  const layout = pattern === undefined ? undefined : parsePattern(pattern, "pattern");
  const files = new Map<string, KnownSource[]>();
  const unplaced: Source[] = [];
  const alone = new Set(given.map(({ place }) => folderOf(place) + stem(lastPart(place)).normalize("NFC")));
  const add = (name: string, file: string, one: PlacedSource): unknown =>
    files.set(name, [...(files.get(name) ?? []), { ...one, file }]);
  for (const source of given) {
    const path = pathOf(source, folders);
    if (layout?.roles.has("patient") === true) {
      const said = layout.placeOf(path.below);
      const { patient, observer, structure } = said ?? {};
      if (patient === undefined || !cases.includes(patient)) unplaced.push(source);
      else {
        // Where the pattern says no more than the case, the rest of the path says who drew what.
        const isOpen = observer === undefined && structure === undefined;
        const rest = isOpen ? nameIn(source, path.parts, [patient])?.rest : undefined;
        add(patient, source.place, { source: { ...source, place: rest ?? source.place }, said: said ?? {} });
      }
      continue;
    }
    const found = nameIn(source, path.parts, cases);
    const { name = "", tail = "" } = found ?? {};
    const isBeside = tail !== "" && alone.has(folderOf(source.place) + name);
    if (isBeside && !CHANNEL.test(tail)) throw ofAnother(source.name, name);
    if (found === undefined || isBeside) unplaced.push(source);
    else add(found.name, source.place, { source: { ...source, place: found.rest }, said: { patient: name } });
  }
  const [only, ...others] = cases;
  if (files.size > 0 || others.length > 0 || layout?.roles.has("patient") === true)
    return { files, unplaced };
  for (const { name, place, isNamed } of unplaced) {
    const own = stem(lastPart(place));
    const isOther = nearCase(own, cases) ?? caseOfSeries(own, cases);
    if (!isNamed && isOther !== undefined) throw notCalled(name, isOther);
  }
  const all = unplaced.map((source) => ({ source, said: { patient: only }, file: source.place }));
  return { files: new Map(all.length === 0 ? [] : [[only, all]]), unplaced: [] };
}

/** What follows a case's name in those of its images: the number of a channel. */
const CHANNEL = /^_\d{4}$/u;

/** Parts of the path of a file that is named itself: its name and two folders. */
const NAMED_PARTS = 3;

/** The path from the folder that was given on: without that folder's name, and its parts with it. */
function pathOf({ place }: Source, folders: readonly string[]): { below: string; parts: string[] } {
  const [folder] = folders.filter((one) => place.startsWith(`${one}/`)).sort((a, b) => b.length - a.length);
  if (folder === undefined) {
    const parts = place.normalize("NFC").split("/").slice(-NAMED_PARTS);
    return { below: parts.at(-1) ?? "", parts };
  }
  const below = place.slice(folder.length + 1).normalize("NFC");
  return {
    below,
    parts: [lastPart(folder).normalize("NFC"), ...below.split("/")].filter((part) => part !== ""),
  };
}

/**
 * The case that a path names, and the path without that name. `tail` is what follows the case's name in that of the file, where
 * no folder names the case.
 */
function nameIn(
  source: Source,
  parts: readonly string[],
  cases: readonly string[],
): { readonly name: string; readonly rest: string; readonly tail: string } | undefined {
  const last = parts.at(-1) ?? "";
  const own = stem(last);
  const ending = last.slice(own.length);
  const names = [...parts.slice(0, -1), own];
  const begins = cases
    .filter((one) => own.startsWith(one) && /^[-_. ]/u.test(own.slice(one.length)))
    .sort((a, b) => b.length - a.length)
    .at(0);
  const whole = names.filter((part) => cases.includes(part));
  const isInWhole = begins !== undefined && whole.some((part) => part.startsWith(begins));
  const met = new Set(begins === undefined || isInWhole ? whole : [...whole, begins]);
  const [name] = met;
  if (name === undefined) return undefined;
  if (met.size > 1) throw namesTwo(source.name, [...met]);
  const rest = names.flatMap((part, n) => {
    if (part === name) return [];
    const isFile = n === names.length - 1;
    return [isFile && begins === name ? part.slice(name.length).replace(/^[-_. ]+/u, "") || part : part];
  });
  const left = rest.length > 0 ? rest : ["reference"];
  const tail = whole.length === 0 ? own.slice(name.length) : "";
  return { name, rest: left.join("/") + ending, tail };
}

function ofAnother(subject: string, name: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: `may be an observer's mask of ${name}, or of another case, since a file that is called ${name} alone lies beside it`,
    expected: "either files called after cases, or such with the observer's name behind it",
    remedy: "say which with --pattern, {patient} or {patient}_{observer}, or move the others elsewhere",
  });
}

function notCalled(subject: string, name: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: `is not called ${name}, letter by letter, but much like it`,
    expected: "files named after the predicted case, or such of observers only",
    remedy: "rename it, or name the observers' files themselves",
  });
}

function namesTwo(subject: string, names: readonly string[]): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: `names the cases ${names.join(" and ")}`,
    expected: "one case",
    remedy: "rename the folder or the file, or say where the case's name stands with --pattern",
  });
}
