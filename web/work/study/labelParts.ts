import { labelName } from "../../../src/evaluation/partition/predictedClasses.ts";
import type { Dataset } from "../../../src/formats/nnunet/dataset.ts";
import { binaryMask } from "../../../src/image/mask.ts";
import { type Part, partOf } from "../../../src/image/part.ts";
import type { Volume } from "../../../src/image/volume.ts";

/** A structure of a label map. */
export interface LabelPart {
  /** Empty for a mask that nothing names. */
  readonly name: string;
  /** Undefined for a mask, whose foreground is whatever is not 0. */
  readonly labels: readonly number[] | undefined;
  readonly part: Part<Uint8Array>;
}

/**
 * The structures of a mask or label map: those that dataset.json names, else its labels, "label 3".
 *
 * @param labels that it holds, 0 left out
 */
export function labelParts(
  volume: Volume,
  labels: readonly number[],
  known: Dataset | undefined,
): LabelPart[] {
  if (known === undefined && labels.length <= 1)
    return [{ name: "", labels: undefined, part: maskPart(volume, undefined) }];
  const classes =
    known?.classes ??
    labels.map((label) => ({ name: labelName(label), labels: [label] as readonly number[] }));
  return classes.map((one) => ({ ...one, part: maskPart(volume, one.labels) }));
}

/** The foreground of a mask, or the voxels of some labels of a label map. */
export function maskPart(volume: Volume, labels: readonly number[] | undefined): Part<Uint8Array> {
  return partOf({ ...volume, data: foreground(volume, labels) });
}

function foreground(volume: Volume, labels: readonly number[] | undefined): Uint8Array {
  if (labels === undefined || labels.length === 1) return binaryMask(volume, labels?.[0]);
  const wanted = new Set(labels);
  return Uint8Array.from(volume.data, (value) => Number(wanted.has(value)));
}
