import { resolve, sep } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { hasVolumeName, isForeign, resultFolders, stem } from "../../study/foreign.ts";
import { lastPart, type Source, withoutArchives } from "../../study/source.ts";
import { sourcesAt } from "../inputs.ts";

/** An observer's file, with what its place says. */
export interface ObserverFile {
  readonly file: Source;
  readonly case: string;
  readonly observer: string;
  /** Undefined where the file holds the structures of the case, or its only one. */
  readonly structure: string | undefined;
}

/** The observers' files of all cases. */
export interface ObserverFiles {
  readonly files: readonly ObserverFile[];
  /** Files of no predicted case, and files that are no images. */
  readonly passedOver: readonly string[];
}

/**
 * Whose mask of which case each file is. The predictions name the cases, and a path names one of them once:
 *
 * - `Ana/case_1.nii.gz`, a folder an observer (labelsTr too), and `case_1_Ana.nii.gz`;
 * - `case_1/Ana.nii.gz` and `case_1/liver/Ana.nii.gz`, a folder a case.
 *
 * Beside a single prediction, files that name no case are its observers, by their own names, or by their folders' where those
 * are the same.
 *
 * @param out folder of the results, where earlier ones may be
 * @throws SoftdiceError for files that name two cases, and where nothing is found
 */
export async function observerFiles(
  inputs: readonly string[],
  cases: readonly string[],
  out: string,
): Promise<ObserverFiles> {
  const files: ObserverFile[] = [];
  const passedOver: string[] = [];
  const unplaced: { readonly file: Source; readonly parts: readonly string[] }[] = [];
  const folders = inputs.map((input) => resolve(input).split(sep).join("/"));
  const sources: Source[] = [];
  for await (const source of withoutArchives(sourcesAt(inputs, out))) sources.push(source);
  const results = [...(await resultFolders(sources))];
  for (const file of sources) {
    const { place, name } = file;
    if (isForeign(name) || !hasVolumeName(place) || results.some((folder) => place.startsWith(folder))) {
      passedOver.push(name);
      continue;
    }
    const parts = partsOf(file, folders);
    const placed = placeOf(file, parts, cases);
    if (placed !== undefined) files.push(placed);
    else if (cases.length === 1) unplaced.push({ file, parts });
    else passedOver.push(name);
  }
  const [only] = cases;
  // Files of the single case's name are the observers there are, and others are something else.
  if (files.length === 0) files.push(...byName(unplaced, only));
  else passedOver.push(...unplaced.map(({ file }) => file.name));
  if (files.length > 0) return { files, passedOver };
  throw new SoftdiceError({
    subject: "observers",
    problem: `hold no mask of ${cases.slice(0, 3).join(", ")}${cases.length > 3 ? ", …" : ""}`,
    expected: "files named after the predictions' cases, in a folder an observer or a folder a case",
    remedy: "rename them, or name the masks of one case beside its prediction",
  });
}

/** The names that say something: from the folder that was given on; of a file by itself, its two folders'. */
function partsOf({ place }: Source, folders: readonly string[]): string[] {
  const folder = folders.filter((one) => place.startsWith(`${one}/`)).sort((a, b) => b.length - a.length)[0];
  const parts =
    folder === undefined
      ? place.split("/").slice(-NAMED_PARTS)
      : [lastPart(folder), ...place.slice(folder.length + 1).split("/")];
  return [...parts.slice(0, -1), stem(place)].filter((part) => part !== "");
}

/** Parts of the path of a file that is named itself: its name and two folders. */
const NAMED_PARTS = 3;

function placeOf(file: Source, parts: readonly string[], cases: readonly string[]): ObserverFile | undefined {
  const whole = parts.filter((part) => cases.includes(part));
  if (new Set(whole).size > 1) {
    throw new SoftdiceError({
      subject: file.name,
      problem: `names the cases ${[...new Set(whole)].join(" and ")}`,
      expected: "one case",
      remedy: "rename the folder or the file",
    });
  }
  const name = parts.at(-1) ?? "";
  const [found] = whole;
  if (found === name && found !== undefined) {
    return { file, case: found, observer: parts.at(-2) ?? "reference", structure: undefined };
  }
  if (found !== undefined) {
    const after = parts.slice(parts.lastIndexOf(found) + 1);
    return { file, case: found, observer: after.at(-1) ?? name, structure: after.at(-2) };
  }
  const prefixes = cases.filter((one) => name.startsWith(one) && /^[-_.]/u.test(name.slice(one.length)));
  const longest = prefixes.sort((a, b) => b.length - a.length).at(0);
  if (longest === undefined) return undefined;
  return { file, case: longest, observer: name.slice(longest.length + 1), structure: undefined };
}

/** Observers of one case by their files' names, or by the folders' where those do not differ. */
function byName(
  unplaced: readonly { readonly file: Source; readonly parts: readonly string[] }[],
  only: string,
): ObserverFile[] {
  const own = unplaced.map(({ parts }) => parts.at(-1) ?? "");
  const areDifferent = new Set(own).size === own.length;
  return unplaced.map(({ file, parts }, n) => ({
    file,
    case: only,
    observer: areDifferent ? own[n] : parts.slice(-2).join("/"),
    structure: undefined,
  }));
}
