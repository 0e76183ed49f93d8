import { existsSync } from "node:fs";
import { SoftdiceError } from "../../core/errors.ts";
import { hasVolumeName, stem } from "../../study/foreign.ts";
import { filesOfCases, type KnownSource } from "../../study/knownCases.ts";
import { nearCase } from "../../study/nearNames.ts";
import { listSources } from "../../study/scan.ts";
import { lastPart } from "../../study/source.ts";
import { shownNames, sourcesAt } from "../inputs.ts";
import { placesOf, type PredictedCase, predictedCases } from "./predictedCases.ts";

/** One case as it was given: what the model predicted, and the files of those who drew it. */
export interface GivenCase {
  readonly predicted: PredictedCase;
  readonly observers: readonly KnownSource[];
}

/** The cases of an evaluation. */
export interface GivenCases {
  /** Those with an observer's file. */
  readonly cases: readonly GivenCase[];
  /** Cases without one, and why, a sentence each. */
  readonly unobserved: readonly string[];
  /** Files of predictions that are none. */
  readonly passedOver: readonly string[];
  /** Observers' files of no predicted case, and predictions among them. */
  readonly unplaced: readonly string[];
  /** Observers' folders and archives that hold no file of a predicted case. */
  readonly unused: readonly string[];
}

/** Where an evaluation's files are. */
export interface Places {
  readonly predictions: readonly string[];
  /** Files and folders of the observers. */
  readonly drawn: readonly string[];
  readonly pattern?: string | undefined;
}

/**
 * Finds the cases of predictions and each one's observers.
 *
 * @param out folder of the results, where earlier ones may be
 * @throws SoftdiceError where nothing is found, and for a file that was named itself and belongs to no case or is a prediction
 */
export async function givenCases({ predictions, drawn, pattern }: Places, out: string): Promise<GivenCases> {
  const { cases, passedOver } = await predictedCases(predictions, out);
  const names = cases.map(({ name }) => name);
  const own = new Set(cases.flatMap(placesOfPrediction));
  const all = (await listSources(sourcesAt(drawn, out))).sources;
  const sources = all.filter(({ place }) => !own.has(place));
  const themselves = all.filter(({ place }) => own.has(place));
  const named = themselves.find(({ isNamed }) => isNamed);
  if (named !== undefined || (sources.length === 0 && themselves.length > 0))
    throw bothAtOnce((named ?? themselves[0]).name);
  const { files, unplaced } = filesOfCases(sources, names, placesOf(drawn), pattern);
  const odd = sources.filter(({ isNamed }) => isNamed).find((source) => unplaced.includes(source));
  const meant = (wanted: readonly string[]): string | undefined =>
    unplaced.map(({ place }) => lastPart(place)).find((file) => nearCase(stem(file), wanted) !== undefined);
  if (files.size === 0) throw nobody(names, meant(names));
  if (odd !== undefined) throw ofNoCase(odd.name, names);
  return {
    cases: cases.flatMap((predicted) => {
      const observers = files.get(predicted.name);
      return observers === undefined ? [] : [{ predicted, observers }];
    }),
    unobserved: names
      .filter((name) => !files.has(name))
      .map((name) => `${name}: has no observer, and is left out${letterByLetter(meant([name]))}`),
    passedOver,
    unplaced: [...unplaced, ...themselves].map(({ name }) => name),
    unused: unusedOf(drawn, [...files.values()].flat()),
  };
}

/** Where a prediction's files are; images beside DICOM objects are observers' images too. */
function placesOfPrediction({ map, mask, objects }: PredictedCase): string[] {
  const files = objects.length === 1 ? objects : [map, mask];
  return files.flatMap((file) => (file === undefined ? [] : [file.place]));
}

/** What is said of {@link GivenCases.unused}. */
export const OF_NO_CASE =
  "holds no file that is named after a predicted case, letter by letter, and is left out";

/** What was given and gave no case a file. */
function unusedOf(drawn: readonly string[], files: readonly KnownSource[]): string[] {
  const shown = shownNames(drawn);
  const isUsed = (place: string): boolean =>
    files.some(({ file }) => file === place || file.startsWith(`${place.replace(/\.zip$/iu, "")}/`));
  return placesOf(drawn).flatMap((place, n) => (isUsed(place) ? [] : [shown[n]]));
}

/** What `--observers` of an evaluation says: files and folders, and names of observers wanted among those in them. */
export interface ObserversOption {
  readonly drawn: readonly string[];
  readonly names: readonly string[] | undefined;
}

/**
 * Tells files and folders from names: what is there is a file, and so is what has a slash or an image format's ending.
 * @throws SoftdiceError where there are names only
 */
export function observersOption(values: readonly string[]): ObserversOption {
  const isPath = (value: string): boolean =>
    existsSync(value) || /[/\\]/u.test(value) || hasVolumeName(value) || /\.(?:dcm|zip)$/iu.test(value);
  const drawn = values.filter(isPath);
  const names = values
    .filter((value) => !isPath(value))
    .flatMap((value) => value.split(","))
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (drawn.length > 0) return { drawn, names: names.length > 0 ? names : undefined };
  throw new SoftdiceError({
    subject: "--observers",
    problem: `is ${values.join(" ")}, which is not there`,
    expected:
      "files or folders of the observers' masks, and, if wanted, names of some of the observers in them",
    remedy: "correct the path",
  });
}

function listOf(names: readonly string[]): string {
  return `${names.slice(0, 3).join(", ")}${names.length > 3 ? ", …" : ""}`;
}

/** @param meant a file that may be meant though it is called otherwise */
function letterByLetter(meant: string | undefined): string {
  return meant === undefined ? "" : `; ${meant} is not called so, letter by letter`;
}

function bothAtOnce(subject: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: "is a prediction and an observer's mask at once",
    expected: "observers beside the model",
    remedy: "leave it out of --observers",
  });
}

function nobody(cases: readonly string[], meant: string | undefined): SoftdiceError {
  return new SoftdiceError({
    subject: "--observers",
    problem: `holds no mask of ${listOf(cases)}${letterByLetter(meant)}`,
    expected: "files named after the predictions' cases, in a folder an observer or a folder a case",
    remedy:
      "rename them, say where the case's name stands with --pattern, or name the masks of one case beside its prediction",
  });
}

function ofNoCase(subject: string, cases: readonly string[]): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: "names no predicted case",
    expected: `a path that holds ${listOf(cases)}`,
    remedy: "rename it, or leave it out",
  });
}
