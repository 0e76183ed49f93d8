import { SoftdiceError } from "../../../src/core/errors.ts";
import { partOf } from "../../../src/image/part.ts";
import { probabilities } from "../../../src/image/probabilities.ts";
import type { Volume } from "../../../src/image/volume.ts";
import { type Case, type CaseStructure, openScan } from "../../../src/study/case.ts";
import { ImagesBelow } from "../../../src/study/image.ts";
import { type Scan, scan } from "../../../src/study/scan.ts";
import type { VolumeFile } from "../../../src/study/volumes.ts";
import type { Progress } from "../protocol.ts";
import { takeArrays } from "./arrays.ts";
import { type DroppedFile, sourcesOf } from "./files.ts";
import type { Prediction } from "./predictions.ts";
import type { StoredStructure, StoredStudy } from "./stored.ts";

/**
 * Opens whatever was dropped, as the command line does: one patient's delineations in any format, in folders and archives;
 * or probability maps.
 * @throws SoftdiceError when nothing in it can be used
 */
export async function openStudy(
  files: readonly DroppedFile[],
  report: (progress: Progress) => void,
): Promise<StoredStudy> {
  report({ what: "Looking through the files", done: 0, total: 0 });
  const arrays = await takeArrays(sourcesOf(files));
  const title = files.length === 1 ? files[0].path : `${files.length} files`;
  const structures = arrays.predictions.flatMap((one) => storePrediction(one, arrays.predictions.length > 1));
  const notes = arrays.predictions.flatMap(({ remarks }) => remarks);
  const found = await scan(arrays.sources, {
    report: (what, done, total) => report({ what, done, total }),
  });
  // A map is nobody's mask: what is drawn is not to be told from it.
  const maps = found.volumes.filter(isMapFile);
  const others = found.volumes.filter((file) => !isMapFile(file));
  const opened = await openScan({ ...found, volumes: others }, {}, undefined, title);
  const images = new ImagesBelow(opened);
  const drawn: StoredStructure[] = [];
  for (const [n, structure] of opened.structures.entries()) {
    report({ what: "Turning contours into voxels", done: n, total: opened.structures.length });
    const stored = storeStructure(structure, images);
    if (stored !== undefined) drawn.push(stored);
  }
  structures.unshift(
    ...drawn,
    ...[...maps.flatMap((file) => file.maps), ...opened.maps].map((map) => storeMap(map, images, notes)),
  );
  const failures = [...opened.failures.map(({ error }) => error), ...opened.missing, ...arrays.failures];
  if (structures.length === 0) throw nothing(files.length, opened, failures);
  return {
    title,
    structures,
    notes: [...notes, ...new Set(opened.remarks.map(({ structure, text }) => remark(structure, text)))],
    leftOut: failures.map(({ message }) => message),
    decisions: opened.decisions(),
  };
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
function storeStructure({ name, observe }: CaseStructure, images: ImagesBelow): StoredStructure | undefined {
  try {
    const { grid, names, masks, choice, contoursMm } = observe();
    const series = choice?.series;
    return {
      kind: "masks",
      name,
      grid,
      observers: names.map((observer, k) => ({ observer, part: masks[k], contoursMm: contoursMm[k] })),
      ...(series === undefined ? {} : { series, modality: series.modality }),
      ...(images.has(series) ? { image: () => images.on(grid, series) } : {}),
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
