import type { VoxelGroup } from "./groups.ts";
import { classDice, emptyTally, type Tally } from "./partition.ts";

/**
 * How a stationary labelling decides: a voxel goes to the foreground class of largest (m_l − cut_l) / total_l, to the
 * background where all are negative, with cut_l = D_l / 2 and total_l = x_l + S_l (losses.md, section 10, with the
 * background left out of the mean).
 */
export interface ClassRule {
  readonly cuts: Float64Array;
  readonly totals: Float64Array;
}

/** Mean Dice of the foreground classes that occur. */
export function meanForegroundDice(tally: Tally, volumes: ArrayLike<number>): number {
  let [sum, classes] = [0, 0];
  for (let l = 1; l < volumes.length; l++) {
    if (volumes[l] === 0) continue;
    sum += classDice(tally, volumes, l);
    classes += 1;
  }
  return sum / classes;
}

/** The rule at which a labelling would be stationary. */
export function ruleOf(tally: Tally, volumes: ArrayLike<number>): ClassRule {
  return {
    cuts: Float64Array.from(tally.sizes, (_, l) => classDice(tally, volumes, l) / 2),
    totals: tally.sizes.map((size, l) => size + volumes[l]),
  };
}

/** The class that a rule gives to a voxel. @param m its probability of each of the C classes */
export function classBy({ cuts, totals }: ClassRule, m: Float64Array): number {
  let [label, best] = [0, 0];
  for (let l = 1; l < cuts.length; l++) {
    const score = totals[l] > 0 ? (m[l] - cuts[l]) / totals[l] : 0;
    if (score > best) [label, best] = [l, score];
  }
  return label;
}

/** A round that has not settled by then is left where it is. */
const MOST_ROUNDS = 100;

/** Rounding must not be taken for a gain. */
const LEAST_GAIN = 1e-14;

/**
 * The best labelling of groups that is found: the stationary condition is iterated from each class's own Dice optimum, from
 * the largest class, and from optima that favour one class; then single groups change class as long as one gains.
 *
 * @param volumes S_l of the C classes
 * @param starts rules to begin with
 */
export function labelGroups(
  groups: readonly VoxelGroup[],
  volumes: ArrayLike<number>,
  starts: readonly ClassRule[],
): { readonly labels: Uint8Array; readonly tally: Tally } {
  const results = starts.map((start) => climb(groups, volumes, settle(groups, volumes, start)));
  return results.reduce((best, next) =>
    meanForegroundDice(next.tally, volumes) > meanForegroundDice(best.tally, volumes) ? next : best,
  );
}

function labelBy(groups: readonly VoxelGroup[], rule: ClassRule): Uint8Array {
  return Uint8Array.from(groups, ({ count, sums }) =>
    classBy(
      rule,
      sums.map((sum) => sum / count),
    ),
  );
}

function tallyOf(groups: readonly VoxelGroup[], labels: Uint8Array, classes: number): Tally {
  const tally = emptyTally(classes);
  groups.forEach(({ count, sums }, g) => {
    tally.sizes[labels[g]] += count;
    tally.common[labels[g]] += sums[labels[g]];
  });
  return tally;
}

function settle(groups: readonly VoxelGroup[], volumes: ArrayLike<number>, start: ClassRule): Uint8Array {
  let labels = labelBy(groups, start);
  let tally = tallyOf(groups, labels, volumes.length);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = labelBy(groups, ruleOf(tally, volumes));
    const reached = tallyOf(groups, next, volumes.length);
    if (!(meanForegroundDice(reached, volumes) > meanForegroundDice(tally, volumes) + LEAST_GAIN)) break;
    [labels, tally] = [next, reached];
  }
  return labels;
}

function climb(
  groups: readonly VoxelGroup[],
  volumes: ArrayLike<number>,
  start: Uint8Array,
): { readonly labels: Uint8Array; readonly tally: Tally } {
  const labels = start.slice();
  const tally = tallyOf(groups, labels, volumes.length);
  const move = (g: number, to: number): void => {
    const { count, sums } = groups[g];
    const from = labels[g];
    tally.sizes[from] -= count;
    tally.common[from] -= sums[from];
    tally.sizes[to] += count;
    tally.common[to] += sums[to];
    labels[g] = to;
  };
  let value = meanForegroundDice(tally, volumes);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = value;
    for (let g = 0; g < groups.length; g++) {
      for (let to = 0; to < volumes.length; to++) {
        const from = labels[g];
        if (to === from || (to > 0 && groups[g].sums[to] === 0)) continue;
        move(g, to);
        const reached = meanForegroundDice(tally, volumes);
        if (reached > value + LEAST_GAIN) value = reached;
        else move(g, from);
      }
    }
    if (value === before) break;
  }
  return { labels, tally };
}
