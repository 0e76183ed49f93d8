import { type Fault, SoftdiceError } from "../../../src/core/errors.ts";
import { seriesLabel } from "../../../src/formats/dicom/series.ts";
import type { Grid } from "../../../src/image/grid.ts";
import { partOf } from "../../../src/image/part.ts";
import { probabilities } from "../../../src/image/probabilities.ts";
import type { Volume } from "../../../src/image/volume.ts";
import { type Case, type CaseStructure, openScan, remarksOn } from "../../../src/study/case.ts";
import { ImagesBelow } from "../../../src/study/image.ts";
import { parsePattern } from "../../../src/study/pattern.ts";
import {
  drawnPlaces,
  type PatientInScan,
  patientsIn,
  type ReadByPattern,
  readByPattern,
} from "../../../src/study/patients.ts";
import { type Scan, scan as scanSources } from "../../../src/study/scan.ts";
import { SeveralReadings } from "../../../src/study/severalReadings.ts";
import type { VolumeFile } from "../../../src/study/volumes.ts";
import type { Progress } from "../protocol.ts";
import { takeArrays } from "./arrays.ts";
import { type Choices, policyOf } from "./choices.ts";
import { type DroppedFile, sourcesOf } from "./files.ts";
import type { Prediction } from "./predictions.ts";
import type { Question, StoredStructure, StoredStudy } from "./stored.ts";

/** Files that were read, before anybody's choices. */
export interface ReadFiles {
  readonly title: string;
  readonly files: number;
  readonly found: Scan;
  /** Several patients, of whom one is shown; empty for one. */
  readonly patients: readonly PatientInScan[];
  /** A model's maps among them, nnU-Net's arrays. */
  readonly predictions: readonly Prediction[];
  /** Arrays that cannot be used, and why. */
  readonly unread: readonly SoftdiceError[];
  /** The picture below structures that no file of theirs holds. */
  readonly image?: (grid: Grid) => Promise<Volume>;
  readonly notes: readonly string[];
}

/**
 * Reads whatever was dropped: one patient's delineations in any format, in folders and archives, or several patients'; or
 * probability maps.
 */
export async function readFiles(
  files: readonly DroppedFile[],
  report: (progress: Progress) => void,
): Promise<ReadFiles> {
  report({ what: "Looking through the files", done: 0, total: 0 });
  const tools = {
    report: (what: string, done: number, total: number): void => report({ what, done, total }),
  };
  const arrays = await takeArrays(sourcesOf(files));
  const found = await scanSources(arrays.sources, tools);
  return {
    title: files.length === 1 ? files[0].path : `${files.length} files`,
    files: files.length,
    found,
    patients: patientsIn(found),
    predictions: arrays.predictions,
    unread: arrays.failures,
    notes: [],
  };
}

/**
 * Makes a study of files that were read, as the command line does.
 * @throws SoftdiceError when nothing in it can be used
 */
export async function openStudy(
  read: ReadFiles,
  choices: Choices,
  report: (progress: Progress) => void,
): Promise<StoredStudy> {
  const { title, predictions } = read;
  const { pattern, assumeSamePatient } = choices.policy;
  const named = pattern === undefined ? undefined : readByPattern(read.found, pattern);
  const patients = named?.patients ?? read.patients;
  const isOne = choices.patient !== undefined && assumeSamePatient !== true;
  const found = (isOne ? patients.at(choices.patient ?? 0)?.found : undefined) ?? read.found;
  // A map is nobody's mask: what is drawn is not to be told from it.
  const maps = found.volumes.filter(isMapFile);
  const others = found.volumes.filter((file) => !isMapFile(file));
  const { opened, question } = await openOrAsk({ ...found, volumes: others }, choices, named?.saidOf, title);
  const images = new ImagesBelow(opened);
  const notes = [...read.notes, ...predictions.flatMap(({ remarks }) => remarks)];
  const structures: StoredStructure[] = [];
  for (const [n, structure] of opened.structures.entries()) {
    report({ what: "Turning contours into voxels", done: n, total: opened.structures.length });
    const stored = storeStructure(structure, images, read.image);
    if (stored !== undefined) structures.push(stored);
  }
  structures.push(
    ...[...maps.flatMap((file) => file.maps), ...opened.maps].map((map) => storeMap(map, images, notes)),
    ...predictions.flatMap((one) => storePrediction(one, predictions.length > 1)),
  );
  const failures = [...opened.failures.map(({ error }) => error), ...opened.missing, ...read.unread];
  if (structures.length === 0 && opened.items().length === 0) throw nothing(read.files, opened, failures);
  if (named !== undefined && named.unfit.length > 0)
    notes.push(`Left out, since they do not fit ${pattern}: ${named.unfit.join(", ")}.`);
  return {
    title,
    structures,
    notes: [...notes, ...new Set(opened.remarks.map(({ structure, text }) => remark(structure, text)))],
    leftOut: failures.map(({ message }) => message),
    decisions: opened.decisions(),
    items: opened.items().map((item) => (question === undefined ? item : { ...item, why: "" })),
    question,
    failures: opened.failures.map(({ structure, error }) => ({ structure, error: faultOf(error) })),
    patients: patients.map(({ alias }) => alias),
    series: seriesOf(found),
    remarksOn: (structure) => remarksOn(opened, structure),
  };
}

/**
 * Opens what is drawn; where nothing says who drew what, with every delineation left out, so that it can be said.
 * @throws SoftdiceError where there is no delineation, or the user said who drew what
 */
async function openOrAsk(
  found: Scan,
  choices: Choices,
  saidOf: ReadByPattern["saidOf"] | undefined,
  title: string,
): Promise<{ readonly opened: Case; readonly question?: Question }> {
  const policy = policyOf(choices);
  try {
    return { opened: await openScan(found, policy, saidOf, title) };
  } catch (error) {
    if (!(error instanceof SoftdiceError) || choices.assignment !== undefined) throw error;
    const opened = await openScan(found, { ...policy, rois: [] }, saidOf, title);
    if (opened.items().length === 0) throw error;
    const patterns = error instanceof SeveralReadings ? error.patterns : [];
    return {
      opened,
      question: { error: faultOf(error), readings: readingsOf(patterns, [...drawnPlaces(found).values()]) },
    };
  }
}

/** What each pattern makes of the first file that all of them fit. */
function readingsOf(patterns: readonly string[], places: readonly string[]): Question["readings"] {
  const layouts = patterns.map((pattern) => parsePattern(pattern));
  const file = places.find((place) => layouts.every(({ placeOf }) => placeOf(place) !== undefined)) ?? "";
  return layouts.map(({ pattern, placeOf }) => ({ pattern, file, said: { ...placeOf(file) } }));
}

/** The series of images among the files, on whose voxels contours can be drawn. */
function seriesOf({ objects }: Scan): StoredStudy["series"] {
  return objects.series.map((series) => ({ uid: series.uid, label: seriesLabel(series) }));
}

function faultOf({ subject, problem, expected, remedy }: SoftdiceError): Omit<Fault, "cause"> {
  return { subject, problem, expected, remedy };
}

/** The maps of a prediction, a structure each, with the case's name where there are several. */
function storePrediction(
  { name: file, structures, hasGeometry }: Prediction,
  areSeveral: boolean,
): StoredStructure[] {
  return structures.flatMap(({ name, grid, map, mask }): StoredStructure[] => {
    const title = name === "" ? file : areSeveral ? `${file} ${name}` : name;
    return map === undefined
      ? []
      : [{ kind: "map", name: title, grid, hasGeometry, part: map, ownMask: mask }];
  });
}

/** A structure that fails has said why among the failures. */
function storeStructure(
  { name, observe }: CaseStructure,
  images: ImagesBelow,
  image: ReadFiles["image"],
): StoredStructure | undefined {
  try {
    const { grid, names, masks, choice, contoursMm, origins, reference } = observe();
    const series = choice?.series;
    return {
      kind: "masks",
      name,
      grid,
      observers: names.map((observer, k) => ({ observer, part: masks[k], contoursMm: contoursMm[k] })),
      areContours: origins.some(({ kind }) => kind === "RTSTRUCT" || kind === "SEG"),
      reference,
      ...(series === undefined ? {} : { series, modality: series.modality }),
      ...(image !== undefined
        ? { image: () => image(grid) }
        : images.has(series)
          ? { image: () => images.on(grid, series) }
          : {}),
    };
  } catch (error) {
    if (error instanceof SoftdiceError) return undefined;
    throw error;
  }
}

function storeMap(volume: Volume, images: ImagesBelow, notes: string[]): StoredStructure {
  const map = probabilities(volume);
  notes.push(...map.warnings.map((warning) => `${volume.name}: ${warning}`));
  const { grid } = volume;
  return {
    kind: "map",
    name: volume.name,
    grid,
    hasGeometry: true,
    part: partOf(map.volume),
    ...(images.has(undefined) ? { image: () => images.on(grid, undefined) } : {}),
  };
}

/** Whether a file holds nothing but probability maps. */
function isMapFile(file: Scan["volumes"][number]): file is VolumeFile {
  return "maps" in file && file.masks.length === 0 && file.maps.length > 0;
}

function remark(structure: string | undefined, text: string): string {
  return structure === undefined || structure === "" ? text : `${structure}: ${text}`;
}

function nothing(
  files: number,
  { images, scan: found }: Case,
  failures: readonly SoftdiceError[],
): SoftdiceError {
  if (failures.length > 0) return failures[0];
  const verb = files === 1 ? "holds" : "hold";
  return new SoftdiceError({
    subject: files === 1 ? "the file" : `the ${files} files`,
    problem:
      found.objects.series.length > 0
        ? `${verb} images but no delineation`
        : images.length === 0
          ? `${verb} nothing that softdice reads`
          : `${verb} an image but no mask or probability map${whyNoMap(images[0])}`,
    expected: "masks or maps (NIfTI, NRRD, MetaImage, NumPy), or RTSTRUCT or SEG with their images",
    remedy: "drop the delineations of one patient together, or start with an example",
  });
}

/** What keeps an image from being a probability map, in brackets. */
function whyNoMap(image: Volume): string {
  try {
    probabilities(image);
    return "";
  } catch (error) {
    if (!(error instanceof SoftdiceError)) throw error;
    return ` (${error.problem}; ${error.remedy})`;
  }
}
