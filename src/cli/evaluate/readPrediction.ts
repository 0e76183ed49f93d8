import { SoftdiceError } from "../../core/errors.ts";
import { labelName, predictedClasses } from "../../evaluation/partition/predictedClasses.ts";
import { type Dataset, parseDataset } from "../../formats/nnunet/dataset.ts";
import type { Volume } from "../../formats/volume.ts";
import type { Grid } from "../../image/grid.ts";
import { probabilities } from "../../image/probabilities.ts";
import { contentOf } from "../../study/content.ts";
import { placeOfMap } from "../../study/mapPlace.ts";
import { readMapFile } from "../../study/maps.ts";
import type { Source } from "../../study/source.ts";
import { inflateWithZlib } from "../inflate.ts";
import type { PredictedCase } from "./predictedCases.ts";

/** A structure that a model predicts. */
export interface PredictedStructure {
  /** Empty where nothing names it. */
  readonly name: string;
  /** Its labels in label maps; undefined for masks, whose foreground is whatever is not 0. */
  readonly labels: readonly number[] | undefined;
  readonly probabilities: Float32Array | Float64Array | undefined;
}

/** What a model predicts for one case. */
export interface Prediction {
  readonly grid: Grid;
  readonly structures: readonly PredictedStructure[];
  /** The model's own mask or label map, where it wrote one. */
  readonly labelMap: Volume | undefined;
  readonly remarks: readonly string[];
}

/**
 * Reads a case's prediction. A map without geometry has that of the mask of the same name, or of `like`.
 *
 * @param wanted labels that are asked for of label maps that no dataset.json names the classes of
 * @throws SoftdiceError for files that cannot be read, for a map whose place nothing tells, and for classes that nothing names
 */
export async function readPrediction(
  { map, mask, dataset }: PredictedCase,
  like: Source | undefined,
  wanted: readonly number[] | undefined,
): Promise<Prediction> {
  const remarks: string[] = [];
  const read = async (file: Source): Promise<readonly Volume[]> => {
    const found = await readMapFile(file, { inflate: inflateWithZlib });
    remarks.push(...found.remarks);
    return found.volumes;
  };
  const known =
    dataset === undefined
      ? undefined
      : parseDataset(dataset.name, new TextDecoder().decode(await dataset.read()));
  const own = mask === undefined ? undefined : await read(mask);
  const isMapItself =
    own !== undefined && map === undefined && own.some((volume) => contentOf(volume).kind === "map");
  const labelMap = own === undefined || isMapItself ? undefined : single(mask, own);
  const classes = map === undefined ? (isMapItself ? own : undefined) : await read(map);
  if (classes === undefined) {
    if (labelMap === undefined) throw new RangeError("a case without a file");
    return {
      grid: labelMap.grid,
      structures: structuresOf(labelMap, known, wanted),
      labelMap,
      remarks,
    };
  }
  const file = map ?? mask;
  const place = isMapItself
    ? classes[0]
    : (labelMap ?? (like === undefined ? undefined : (await read(like))[0]));
  if (place === undefined) throw withoutGeometryOf(file?.name ?? "");
  const grid = placeOfMap(file?.name ?? "", classes[0], (mask ?? like)?.name ?? place.name, place);
  const clipped = (n: number): Float32Array | Float64Array => {
    const { volume, warnings } = probabilities({ ...classes[n], name: file?.name ?? classes[n].name });
    remarks.push(...warnings);
    return volume.data;
  };
  const structures = predictedClasses(file?.name ?? "", classes.length, clipped, known).map(
    ({ name, labels, map: values }) => ({ name, labels, probabilities: values }),
  );
  const withoutGeometry = /holds no geometry/u;
  return {
    grid,
    structures,
    labelMap,
    remarks: remarks.filter((remark) => !withoutGeometry.test(remark)),
  };
}

/** The one mask or label map of a file. */
function single(file: Source | undefined, volumes: readonly Volume[]): Volume {
  if (volumes.length === 1 && contentOf(volumes[0]).kind === "labels") return volumes[0];
  throw new SoftdiceError({
    subject: file?.name ?? "prediction",
    problem: volumes.length === 1 ? "holds values of an image" : `holds ${volumes.length} masks`,
    expected: "one mask, label map or probability map a case",
    remedy: "name the model's predictions",
  });
}

function withoutGeometryOf(subject: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: "holds no geometry, and no image of its name lies beside it",
    expected: "the .nii.gz that nnU-Net writes with it",
    remedy: "name an image of the same voxels with --like",
  });
}

/** The structures of a label map: those that dataset.json names, the labels that are asked for, or those that it holds. */
function structuresOf(
  labelMap: Volume,
  known: Dataset | undefined,
  wanted: readonly number[] | undefined,
): PredictedStructure[] {
  if (known !== undefined) return known.classes.map((one) => ({ ...one, probabilities: undefined }));
  const labelled = (value: number): PredictedStructure => ({
    name: labelName(value),
    labels: [value],
    probabilities: undefined,
  });
  if (wanted !== undefined) return wanted.map(labelled);
  const values = new Set<number>();
  for (const value of labelMap.data) if (value !== 0) values.add(value);
  if (values.size <= 1) return [{ name: "", labels: undefined, probabilities: undefined }];
  return [...values].sort((a, b) => a - b).map(labelled);
}
