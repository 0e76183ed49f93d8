import { predictedClasses } from "../../../src/evaluation/partition/predictedClasses.ts";
import { parseDataset } from "../../../src/formats/nnunet/dataset.ts";
import type { Grid } from "../../../src/image/grid.ts";
import { type Part, partOf } from "../../../src/image/part.ts";
import { probabilities } from "../../../src/image/probabilities.ts";
import { contentOf } from "../../../src/study/content.ts";
import { hasVolumeName, isForeign, stem, withoutEnding } from "../../../src/study/foreign.ts";
import { placedGrid } from "../../../src/study/lentGrid.ts";
import { type MapFile, readMapFile } from "../../../src/study/maps.ts";
import { folderOf, lastPart, type Source } from "../../../src/study/source.ts";
import { labelParts, maskPart } from "./labelParts.ts";

/** A structure that a model predicts: a map, a mask, or both. */
export interface PredictedStructure {
  /** Empty where nothing names it. */
  readonly name: string;
  readonly grid: Grid;
  readonly map: Part<Float32Array | Float64Array> | undefined;
  readonly mask: Part<Uint8Array> | undefined;
}

/** What a model predicts for one image. */
export interface Prediction {
  /** Of its files. */
  readonly name: string;
  /** Whether the grids are those of images; else voxels have no size. */
  readonly hasGeometry: boolean;
  readonly structures: readonly PredictedStructure[];
  readonly remarks: readonly string[];
}

/** The files of one prediction. */
export interface PredictionFiles {
  /** A map of one or several classes, or a mask or label map. */
  readonly file: Source;
  /** The image of the same name beside a NumPy file. */
  readonly beside: Source | undefined;
  /** dataset.json, which names the classes. */
  readonly dataset: Source | undefined;
}

/** Whether a file is of a format that holds no geometry. */
export function isNumPy(place: string): boolean {
  return /\.np[yz]$/iu.test(place);
}

/** Each file that may be a prediction, with what lies beside it. */
export function predictionFiles(sources: readonly Source[]): PredictionFiles[] {
  const images = sources.filter(({ place }) => hasVolumeName(place) && !isForeign(place));
  const datasets = sources.filter(({ place }) => lastPart(place).toLowerCase() === "dataset.json");
  const arrays = images.filter(({ place }) => isNumPy(place));
  const besideOf = ({ place }: Source): Source | undefined =>
    images.find((one) => !isNumPy(one.place) && withoutEnding(one.place) === withoutEnding(place));
  const taken = new Set(arrays.map((array) => besideOf(array)));
  return images
    .filter((file) => !taken.has(file))
    .map((file) => ({
      file,
      beside: isNumPy(file.place) ? besideOf(file) : undefined,
      dataset:
        datasets.find(({ place }) => folderOf(place) === folderOf(file.place)) ??
        (datasets.length === 1 ? datasets[0] : undefined),
    }));
}

/**
 * Reads a prediction. The classes of a softmax map are named by dataset.json or numbered, and its background is none of
 * them; the image of the same name beside a NumPy file gives the geometry, and where it is a label map it is the model's own.
 *
 * @throws SoftdiceError for files that cannot be read, for an image beside of other voxels, and for classes that nothing names
 */
export async function readPrediction(files: PredictionFiles): Promise<Prediction> {
  return interpret(files, await readMapFile(files.file));
}

/** The same of a file that was read. */
export async function interpret(
  { file, beside, dataset }: PredictionFiles,
  { volumes, remarks }: MapFile,
): Promise<Prediction> {
  const known =
    dataset === undefined
      ? undefined
      : parseDataset(dataset.name, new TextDecoder().decode(await dataset.read()));
  const name = stem(file.place);
  const ignored = known?.ignoreLabel === undefined ? [] : [notLeftOut(known.ignoreLabel)];
  const only = volumes.length === 1 ? contentOf(volumes[0]) : undefined;
  if (only?.kind === "labels") {
    const parts = labelParts(volumes[0], only.labels, known);
    const { grid } = volumes[0];
    const structures = parts.map(({ name: own, part }) => ({ name: own, grid, map: undefined, mask: part }));
    return { name, hasGeometry: !isNumPy(file.place), structures, remarks: [...remarks, ...ignored] };
  }
  const [image] = beside === undefined ? [] : (await readMapFile(beside)).volumes;
  const clipped = volumes.map((volume) => probabilities({ ...volume, name: file.name }));
  const maps = clipped.map(({ volume }) => volume.data);
  const lender = image && { name: beside?.name ?? image.name, grid: image.grid };
  const grid = placedGrid(file.name, volumes[0].grid, lender);
  const own = image !== undefined && contentOf(image).kind === "labels" ? image : undefined;
  const structures = predictedClasses(file.name, maps.length, (n) => maps[n], known).map(
    ({ name: title, map: data, labels }) => ({
      name: title,
      grid,
      map: partOf({ name: title, grid, data }),
      mask: own && maskPart({ ...own, name: beside?.name ?? own.name }, labels),
    }),
  );
  return {
    name,
    hasGeometry: !isNumPy(file.place) || image !== undefined,
    structures,
    remarks: [
      ...ignored,
      ...remarks.filter((text) => !text.includes("holds no geometry")),
      ...clipped.flatMap(({ warnings }) => warnings.map((text) => `${file.name}: ${text}`)),
      ...(isNumPy(file.place) && image === undefined
        ? [
            `${file.name}: holds no geometry, so that its volumes are in voxels. Drop the image of its name with it.`,
          ]
        : []),
    ],
  };
}

/** Observers' masks are not read by dataset.json here. */
function notLeftOut(label: number): string {
  return `Voxels of nnU-Net's ignore label, ${label}, count as outside every structure here; the command evaluate leaves them out.`;
}
