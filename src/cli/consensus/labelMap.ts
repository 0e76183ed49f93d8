import { partitionOfSoftmax } from "../../evaluation/partition/ofMaps.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import { describeGridDifference } from "../../image/compare.ts";
import { meanVotes } from "../../raters/marginal.ts";
import { votePatterns } from "../../raters/patterns.ts";
import type { CaseStructure } from "../../study/case.ts";
import { fixed } from "../../report/numbers.ts";
import { deflateMask } from "../deflate.ts";
import type { ConsensusParameters } from "./parameters.ts";
import { weightsOf } from "./weights.ts";

/**
 * The consensus of label maps as a label map, `partition.nii.gz`: no voxel in two labels, and the mean over the labels of the
 * Dice with their marginals as large as can be found. Values are the labels, or 1, 2, … in the order of their names.
 *
 * @param structures the labels of one case
 * @returns what became of it, in a sentence; none for a single label
 */
export async function writeLabelMap(
  structures: readonly CaseStructure[],
  parameters: ConsensusParameters,
  write: (name: string, data: Uint8Array) => void,
): Promise<string[]> {
  if (structures.length < 2) return [];
  const observed = structures.map(({ observe }) => observe());
  const [{ grid, names }] = observed;
  const isOneSet = observed.every(
    (one) =>
      describeGridDifference(one.grid, grid) === undefined &&
      one.names.length === names.length &&
      one.names.every((name) => names.includes(name)),
  );
  if (!isOneSet) return ["No label map without overlaps: not every observer marked every label."];
  const foreground = observed.map((one) => {
    const map = one.map();
    const votes = votePatterns(map, { weights: weightsOf(one.names, parameters.weights) });
    return map.expand(meanVotes(votes), new Float64Array(map.voxels));
  });
  const background = new Float64Array(foreground[0].length).fill(1);
  for (const map of foreground) for (let i = 0; i < map.length; i++) background[i] -= map[i];
  for (let i = 0; i < background.length; i++) background[i] = Math.max(0, background[i]);
  const { labels, dice, upperBound, gap } = partitionOfSoftmax([background, ...foreground]);
  const values = [0, ...labelValues(structures.map(({ name }) => name))];
  const data = Math.max(...values) > 255 ? new Uint16Array(labels.length) : new Uint8Array(labels.length);
  labels.forEach((label, i) => (data[i] = values[label]));
  write("partition.nii.gz", await encodeNiftiGz({ name: "partition", grid, data }, deflateMask));
  const bound = gap === 0 ? "as large as can be" : `at most ${fixed(upperBound, 4)} for any label map`;
  return [
    `partition.nii.gz is the best label map found without overlaps: mean Dice of the labels ${fixed(dice, 4)}, ${bound}.`,
  ];
}

/** The numbers that labels are called by, where all are numbers and different. */
function labelValues(names: readonly string[]): number[] {
  const numbers = names.map((name) => Number(/(\d+)$/u.exec(name)?.[1]));
  const areLabels =
    numbers.every((label) => label > 0 && label < 2 ** 16) && new Set(numbers).size === numbers.length;
  return areLabels ? numbers : names.map((_, n) => n + 1);
}
