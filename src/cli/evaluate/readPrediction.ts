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
import { type Lender, placedGrid } from "../../study/lentGrid.ts";
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
  if (known?.ignoreLabel !== undefined) {
    remarks.push(
      `Voxels of the ignore label, ${known.ignoreLabel}, count as outside every structure; nnU-Net's own evaluation leaves them out.`,
    );
  }
  const own = mask === undefined ? undefined : await read(mask);
  const lent = like === undefined ? undefined : await lenderOf(like, read);
  const isMapItself =
    own !== undefined && map === undefined && own.some((volume) => contentOf(volume).kind === "map");
  const labelMap = own === undefined || isMapItself ? undefined : placed(single(mask, own), mask, lent);
  const classes = map === undefined ? (isMapItself ? own : undefined) : await read(map);
  if (classes === undefined) {
    if (labelMap === undefined) throw new RangeError("a case without a file");
    return {
      grid: labelMap.grid,
      structures: structuresOf(labelMap, known, wanted),
      labelMap,
      remarks: labelMap.grid.isUnplaced === true ? remarks : withoutGeometryRemarks(remarks),
    };
  }
  const file = map ?? mask;
  const lender =
    labelMap === undefined || labelMap.grid.isUnplaced === true
      ? lent
      : { name: mask?.name ?? labelMap.name, grid: labelMap.grid };
  const grid = placedGrid(file?.name ?? "", classes[0].grid, lender);
  if (!isMapItself && grid.isUnplaced === true) throw nowhere(file?.name ?? "");
  const clipped = (n: number): Float32Array | Float64Array => {
    const { volume, warnings } = probabilities({ ...classes[n], name: file?.name ?? classes[n].name });
    remarks.push(...warnings);
    return volume.data;
  };
  const structures = predictedClasses(file?.name ?? "", classes.length, clipped, known).map(
    ({ name, labels, map: values }) => ({ name, labels, probabilities: values }),
  );
  return {
    grid,
    structures,
    labelMap,
    remarks: grid.isUnplaced === true ? remarks : withoutGeometryRemarks(remarks),
  };
}

/** The one mask or label map of a file. */
function single(file: Source | undefined, volumes: readonly Volume[]): Volume {
  const subject = file?.name ?? "prediction";
  const content = contentOf(volumes[0]);
  if (volumes.length === 1 && content.kind === "labels") return volumes[0];
  if (volumes.length === 1 && content.kind === "broken") {
    throw new SoftdiceError({
      subject,
      problem: content.problem,
      expected: "a mask, or probabilities in [0, 1]",
      remedy: "replace it where the prediction is made",
    });
  }
  throw new SoftdiceError({
    subject,
    problem: volumes.length === 1 ? "holds values of an image" : `holds ${volumes.length} masks`,
    expected: "one mask, label map or probability map a case",
    remedy:
      volumes.length === 1
        ? "apply the sigmoid or softmax to logits, divide percentages by 100, or name the model's predictions"
        : "name the model's predictions",
  });
}

/** The image that lends its grid to files that hold none. */
async function lenderOf(like: Source, read: (file: Source) => Promise<readonly Volume[]>): Promise<Lender> {
  const [{ grid }] = await read(like);
  return { name: like.name, grid };
}

function placed(mask: Volume, file: Source | undefined, lender: Lender | undefined): Volume {
  return { ...mask, grid: placedGrid(file?.name ?? mask.name, mask.grid, lender) };
}

function withoutGeometryRemarks(remarks: readonly string[]): string[] {
  return remarks.filter((remark) => !remark.includes("holds no geometry"));
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
