import { SoftdiceError } from "../../core/errors.ts";
import { labelName, predictedClasses } from "../../evaluation/partition/predictedClasses.ts";
import { type Dataset, parseDataset } from "../../formats/nnunet/dataset.ts";
import type { Volume } from "../../formats/volume.ts";
import type { Grid } from "../../image/grid.ts";
import { probabilities } from "../../image/probabilities.ts";
import { contentOf } from "../../study/content.ts";
import { readMapFile } from "../../study/maps.ts";
import type { Source } from "../../study/source.ts";
import { inflateWithZlib } from "../inflate.ts";
import type { LendingImage } from "../../study/lender.ts";
import { type Lender, placedGrid, withoutGeometryRemarks } from "../../study/lentGrid.ts";
import { isBackgroundFirst, NO_SOFTMAX } from "../probabilityMaps.ts";
import type { PredictedCase } from "./predictedCases.ts";
import { unnamedLabels } from "./strangeLabels.ts";

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
  /** The label that observers give to voxels that they do not judge. */
  readonly ignoreLabel: number | undefined;
  readonly remarks: readonly string[];
}

/**
 * Reads a case's prediction. A map without geometry has that of the mask of the same name, or of the lender.
 *
 * @param wanted labels that are asked for of label maps that no dataset.json names the classes of
 * @throws SoftdiceError for files that cannot be read, for a map whose place nothing tells, and for classes that nothing names
 */
export async function readPrediction(
  { map, mask, dataset }: PredictedCase,
  lender: LendingImage | undefined,
  wanted: readonly number[] | undefined,
): Promise<Prediction> {
  const tools = { inflate: inflateWithZlib };
  const known =
    dataset === undefined
      ? undefined
      : parseDataset(dataset.name, new TextDecoder().decode(await dataset.read()));
  const ignoreLabel = known?.ignoreLabel;
  const own = mask === undefined ? undefined : await readMapFile(mask, tools);
  const remarks = [...(lender?.remarks ?? []), ...(own?.remarks ?? [])];
  const isMapItself = map === undefined && own?.volumes.some((volume) => contentOf(volume).kind === "map");
  const labels = own === undefined || isMapItself === true ? undefined : single(mask, own.volumes);
  if (labels !== undefined && known !== undefined)
    remarks.push(...unnamedLabels(mask?.name ?? "", labels.labels, known));
  const labelMap = labels && placed(labels.volume, mask, lender);
  const said = (grid: Grid): string[] =>
    grid.isUnplaced === true ? remarks : withoutGeometryRemarks(remarks);
  if (map === undefined && labelMap !== undefined) {
    const { grid } = labelMap;
    const structures = structuresOf(labelMap, known, wanted);
    return { grid, structures, labelMap, ignoreLabel, remarks: said(grid) };
  }
  const file = map ?? mask;
  const read = map === undefined ? own : await readMapFile(map, tools);
  if (file === undefined || read === undefined) throw new RangeError("a case without a file");
  // The mask's geometry is the map's too, be it one of voxel sizes only.
  const beside = labelMap && { name: mask?.name ?? labelMap.name, grid: labelMap.grid };
  if (map !== undefined)
    remarks.push(...(beside === undefined ? read.remarks : withoutGeometryRemarks(read.remarks)));
  const classes = read.volumes;
  const grid = placedGrid(file.name, classes[0].grid, beside ?? lender);
  if (map !== undefined && beside === undefined && grid.isUnplaced === true) throw nowhere(file.name);
  const clipped = (n: number): Float32Array | Float64Array => {
    const { volume, warnings } = probabilities({ ...classes[n], name: file.name });
    remarks.push(...warnings);
    return volume.data;
  };
  const found = predictedClasses(file.name, classes.length, clipped, known);
  const isSoftmax = known?.hasRegions === false && classes.length > known.classes.length;
  if (isSoftmax && !isBackgroundFirst([classes[0].data, ...found.map((one) => one.map)])) {
    clipped(0); // A background that is no map is found.
    remarks.push(NO_SOFTMAX);
  }
  const structures = found.map((one) => ({ name: one.name, labels: one.labels, probabilities: one.map }));
  return { grid, structures, labelMap, ignoreLabel, remarks: said(grid) };
}

/** The one mask or label map of a file, with its labels. */
function single(
  file: Source | undefined,
  volumes: readonly Volume[],
): { readonly volume: Volume; readonly labels: readonly number[] } {
  const subject = file?.name ?? "prediction";
  const content = contentOf(volumes[0]);
  if (volumes.length === 1 && content.kind === "labels")
    return { volume: volumes[0], labels: content.labels };
  if (volumes.length === 1 && content.kind === "broken") {
    throw new SoftdiceError({
      subject,
      problem: content.problem,
      expected: "a mask, or probabilities in [0, 1]",
      remedy: "replace it where the prediction is made",
    });
  }
  if (volumes.length === 1 && content.kind === "map") {
    throw new SoftdiceError({
      subject,
      problem: "holds probabilities, as the .npz of the same name does",
      expected: "one map a case, and beside it the mask that was made of it",
      remedy: "leave one of them out",
    });
  }
  throw new SoftdiceError({
    subject,
    problem: volumes.length === 1 ? "holds values of an image" : `holds ${volumes.length} masks`,
    expected: "one mask, label map or probability map a case",
    remedy:
      volumes.length === 1
        ? "apply the sigmoid or softmax to logits, divide percentages by 100 and bytes by 255, or name the model's predictions"
        : "name the model's predictions",
  });
}

function placed(mask: Volume, file: Source | undefined, lender: Lender | undefined): Volume {
  return { ...mask, grid: placedGrid(file?.name ?? mask.name, mask.grid, lender) };
}

function nowhere(subject: string): SoftdiceError {
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
