import { checkArray, checkNotEmpty, checkNumber, checkSameLength, type Numbers } from "../../core/check.ts";
import { optimumOfLevels } from "../../kernels/levelOptimum.ts";
import type { VoxelGroup } from "./groups.ts";
import { labelGroups, meanForegroundDice } from "./meanClass.ts";
import type { Partition } from "./partition.ts";

/**
 * The consensus of several observers' label maps as a label map: no voxel in two structures, and the mean over the
 * structures of the Dice with their marginals, 2 A_l / (x_l + S_l), as large as can be. Where the structures' own optima do
 * not overlap, it is made of these and its gap is 0.
 *
 * Voxels that all observers labelled alike are one pattern, which gets one label.
 *
 * @example
 * import { partitionOfLabelMaps } from "softdice";
 *
 * const raters = [Uint8Array.of(0, 1, 2), Uint8Array.of(0, 1, 2)];
 * partitionOfLabelMaps(raters, 3).labels; // Uint8Array [0, 1, 2]
 *
 * @param raters one label map an observer, N integers each, 0 the background
 * @param classes labels are below this, an integer from 2 to 256
 * @throws SoftdiceError for no label maps, different lengths, and labels that are none of the classes
 */
export function partitionOfLabelMaps(raters: readonly Numbers[], classes: number): Partition {
  checkNumber(
    "classes",
    classes,
    (n) => Number.isInteger(n) && n >= 2 && n <= 256,
    "an integer from 2 to 256",
  );
  checkArray("raters", raters, "one label map an observer");
  checkNumber("raters.length", raters.length, (n) => n > 0, "at least one label map");
  raters.forEach((map, k) => {
    checkNotEmpty(`raters[${k}]`, map);
    checkSameLength(`raters[${k}]`, map, "raters[0]", raters[0]);
    checkLabels(`raters[${k}]`, map, classes);
  });
  const { groups, groupOf } = patterns(raters, classes);
  const volumes = new Float64Array(classes);
  for (const { sums } of groups) sums.forEach((sum, l) => (volumes[l] += sum));
  const counts = groups.map(({ count }) => count);
  const optima = Array.from({ length: classes - 1 }, (_, l) =>
    optimumOfLevels(
      groups.map(({ count, sums }) => sums[l + 1] / count),
      counts,
    ),
  );
  const own = {
    cuts: Float64Array.of(0, ...optima.map(({ threshold }) => threshold)),
    totals: Float64Array.of(1, ...optima.map(({ minVoxels }, l) => minVoxels + volumes[l + 1])),
  };
  const largest = { cuts: own.cuts.map((_, l) => (l === 0 ? 0 : 0.5)), totals: own.totals.map(() => 1) };
  const found = labelGroups(groups, volumes, [own, largest]);
  const present = optima.filter((_, l) => volumes[l + 1] > 0);
  const upperBound = present.reduce((sum, { supDice }) => sum + supDice, 0) / present.length;
  const dice = meanForegroundDice(found.tally, volumes);
  const gap = upperBound - dice;
  return {
    labels: Uint8Array.from(groupOf, (g) => found.labels[g]),
    dice,
    upperBound,
    gap: gap > 1e-12 ? gap : 0,
  };
}

function checkLabels(name: string, map: Numbers, classes: number): void {
  for (let i = 0; i < map.length; i++) {
    const isLabel = Number.isInteger(map[i]) && map[i] >= 0 && map[i] < classes;
    if (!isLabel) checkNumber(`${name}[${i}]`, map[i], () => false, `an integer from 0 to ${classes - 1}`);
  }
}

/** The different tuples of labels, and which of them each voxel has. */
function patterns(
  raters: readonly Numbers[],
  classes: number,
): { groups: VoxelGroup[]; groupOf: Uint32Array } {
  const groups: { count: number; sums: Float64Array }[] = [];
  const groupOf = new Uint32Array(raters[0].length);
  // Observer by observer, each group splits by the labels that the next one gave.
  for (const map of raters) {
    const split = new Map<number, number>();
    for (let i = 0; i < groupOf.length; i++) {
      const key = groupOf[i] * classes + map[i];
      let number = split.get(key);
      if (number === undefined) split.set(key, (number = split.size));
      groupOf[i] = number;
    }
  }
  for (let i = 0; i < groupOf.length; i++) {
    const group = (groups[groupOf[i]] ??= { count: 0, sums: new Float64Array(classes) });
    group.count += 1;
    for (const map of raters) group.sums[map[i]] += 1;
  }
  for (const { sums } of groups) for (let l = 0; l < classes; l++) sums[l] /= raters.length;
  return { groups, groupOf };
}
