import { BLOCK, everyBlock } from "../../core/blocks.ts";
import {
  checkArray,
  checkNotEmpty,
  checkNumber,
  checkObject,
  checkProbabilities,
  type Numbers,
} from "../../core/check.ts";
import { SoftdiceError } from "../../core/errors.ts";
import type { DiceOptimum } from "../../core/optimum.ts";
import { diceOptimum } from "../../kernels/optimum.ts";
import { isPartitionOfUnity as isWithinSlack } from "../../kernels/unity.ts";
import { type ClassMap, groupVoxels } from "./groups.ts";
import { classBy, type ClassRule, labelGroups, meanForegroundDice, ruleOf } from "./meanClass.ts";
import { emptyTally, type Partition, type Tally } from "./partition.ts";

/**
 * The best consistent label map of a softmax map that is found: no voxel in two classes, and the mean over the foreground
 * classes of 2 A_l / (x_l + S_l) as large as can be. With one foreground class, and wherever the classes' own Dice optima do
 * not overlap, it is made of these and its gap is 0. Else no method short of trying all label maps is known to be exact
 * (docs/evaluate.md); the gap to the mean of the classes' own optima bounds what is missing.
 *
 * The search runs on groups of voxels that are alike, then by the stationary condition on the voxels themselves.
 *
 * @example
 * import { partitionOfMaps } from "softdice";
 *
 * const background = Float64Array.of(1, 0, 0);
 * const bladder = Float64Array.of(0, 1, 0);
 * const rectum = Float64Array.of(0, 0, 1);
 * partitionOfMaps([background, bladder, rectum]).labels; // Uint8Array [0, 1, 2]
 *
 * @param classes C maps of N values that add up to 1 at every voxel, the background first
 * @param optima `diceOptimum` of the foreground classes, where they are known
 * @throws SoftdiceError for fewer than two classes, different lengths, values out of range, and sums that are not 1
 */
export function partitionOfMaps(classes: readonly Numbers[], optima?: readonly DiceOptimum[]): Partition {
  checkClassMaps(classes);
  classes.forEach((map, l) => checkProbabilities(`classes[${l}]`, map));
  if (optima !== undefined) checkOptima(optima, classes.length - 1);
  const maps = classes.map(asClassMap);
  if (isPartitionOfUnity(maps)) return partitionOfSoftmax(maps, optima);
  throw new SoftdiceError({
    subject: "classes",
    problem: "do not add up to 1 at every voxel",
    expected: "probabilities of classes that exclude each other",
    remedy: "apply the softmax, and pass the background too",
  });
}

function asClassMap(map: Numbers): ClassMap {
  return map instanceof Float32Array || map instanceof Float64Array ? map : Float64Array.from(map);
}

/** {@link partitionOfMaps} of maps that are known to add up to 1. */
export function partitionOfSoftmax(
  classes: readonly ClassMap[],
  optima: readonly DiceOptimum[] = classes.slice(1).map((map) => diceOptimum(map)),
): Partition {
  const volumes = [0, ...optima.map(({ l1 }) => l1 * classes[0].length)];
  const own: ClassRule = {
    cuts: Float64Array.of(0, ...optima.map(({ threshold }) => threshold)),
    totals: Float64Array.of(1, ...optima.map(({ minVoxels }, l) => minVoxels + volumes[l + 1])),
  };
  const present = optima.filter((_, l) => volumes[l + 1] > 0);
  const upperBound = present.reduce((sum, { supDice }) => sum + supDice, 0) / present.length;
  const candidates = new Candidates(classes[0]);
  // The classes' own optima may already be apart from each other.
  let best = relabel(classes, own, candidates);
  let value = meanForegroundDice(best.tally, volumes);
  if (upperBound - value > ROUNDING) {
    const groups = groupVoxels(classes, candidates.voxels);
    const start = labelGroups(groups, volumes, startRules(own));
    let rule = ruleOf(start.tally, volumes);
    for (let round = 0; round < MOST_PASSES; round++) {
      const next = relabel(classes, rule, candidates);
      const reached = meanForegroundDice(next.tally, volumes);
      if (!(reached > value)) break;
      [best, value, rule] = [next, reached, ruleOf(next.tally, volumes)];
    }
  }
  const gap = upperBound - value;
  return {
    labels: labelMap(best, classes[0].length),
    dice: value,
    upperBound,
    gap: gap > ROUNDING ? gap : 0,
  };
}

/** Passes over the voxels themselves. */
const MOST_PASSES = 20;

/** Sums over many voxels carry rounding errors of this order. */
const ROUNDING = 1e-12;

/** Each class's own optimum, the largest class, and optima in favour of one class. */
function startRules(own: ClassRule): ClassRule[] {
  const equal = { cuts: own.cuts.map((_, l) => (l === 0 ? 0 : 0.5)), totals: own.totals.map(() => 1) };
  const favoured = Array.from(own.totals.keys())
    .slice(1)
    .map((l) => ({ cuts: own.cuts, totals: own.totals.map((total, k) => (k === l ? total / 4 : total)) }));
  return [own, equal, ...favoured];
}

/**
 * The voxels that a rule can give to a foreground class: those whose background leaves a class more than its cut. Most
 * voxels of most images are none, and are looked at once.
 */
class Candidates {
  voxels: Uint32Array = new Uint32Array(0);
  readonly #background: ClassMap;
  /** All voxels where a class may have more than this. */
  #least = Infinity;

  constructor(background: ClassMap) {
    this.#background = background;
  }

  /** Makes sure that the voxels where a class may have more than `cut` are among them. */
  reachDownTo(cut: number): void {
    if (cut >= this.#least) return;
    // Cuts change a little from rule to rule.
    this.#least = cut / 2;
    const most = 1 + SLACK - this.#least;
    this.voxels = voxelsUpTo(this.#background, most);
  }
}

/** The voxels of values up to `most`. */
function voxelsUpTo(values: ClassMap, most: number): Uint32Array {
  const found = new Uint32Array(BLOCK);
  const blocks: Uint32Array[] = [];
  everyBlock(values.length, (from, to) => {
    const count = listUpTo(values, most, from, to, found);
    if (count > 0) blocks.push(found.slice(0, count));
  });
  const voxels = new Uint32Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let n = 0;
  for (const block of blocks) {
    voxels.set(block, n);
    n += block.length;
  }
  return voxels;
}

/** @returns how many were found */
function listUpTo(values: ClassMap, most: number, from: number, to: number, found: Uint32Array): number {
  let count = 0;
  for (let i = from; i < to; i++) if (values[i] <= most) found[count++] = i;
  return count;
}

/** The labels that a rule gives, of voxels; all others are background. */
interface Labelling {
  readonly voxels: Uint32Array;
  readonly labels: Uint8Array;
  readonly tally: Tally;
}

function relabel(classes: readonly ClassMap[], rule: ClassRule, candidates: Candidates): Labelling {
  const tally = emptyTally(classes.length);
  const present = rule.cuts.filter((_, l) => l > 0 && rule.totals[l] > 0);
  candidates.reachDownTo(Math.min(1, ...present));
  const { voxels } = candidates;
  const labels = new Uint8Array(voxels.length);
  const m = new Float64Array(classes.length);
  for (let n = 0; n < voxels.length; n++) {
    for (let l = 0; l < classes.length; l++) m[l] = classes[l][voxels[n]];
    const label = classBy(rule, m);
    if (label === 0) continue;
    labels[n] = label;
    tally.sizes[label] += 1;
    tally.common[label] += m[label];
  }
  return { voxels, labels, tally };
}

/** The label map of N voxels. */
function labelMap({ voxels, labels }: Labelling, length: number): Uint8Array {
  const map = new Uint8Array(length);
  for (let n = 0; n < voxels.length; n++) map[voxels[n]] = labels[n];
  return map;
}

/** How far the probabilities of a voxel may miss 1: maps are stored in float16 and in bytes. */
const SLACK = 5e-3;

function checkOptima(optima: readonly DiceOptimum[], foreground: number): void {
  checkArray("optima", optima, "one a foreground class");
  checkNumber(
    "optima.length",
    optima.length,
    (n) => n === foreground,
    `${foreground}, one a foreground class`,
  );
  optima.forEach((optimum, l) => {
    checkObject(`optima[${l}]`, optimum, "what diceOptimum returns");
    for (const field of ["supDice", "threshold", "minVoxels", "maxVoxels", "l1"] as const)
      checkNumber(
        `optima[${l}].${field}`,
        optimum[field],
        (value) => value >= 0 && value < Infinity,
        "a number",
      );
  });
}

function checkClassMaps(classes: readonly Numbers[]): void {
  checkArray("classes", classes, "one map a class");
  classes.forEach((map, l) => checkNotEmpty(`classes[${l}]`, map));
  const odd = classes.findIndex(({ length }) => length !== classes[0].length);
  if (classes.length >= 2 && classes.length <= 255 && odd < 0) return;
  throw new SoftdiceError({
    subject: odd < 0 ? "classes" : `classes[${odd}]`,
    problem: odd < 0 ? `has ${classes.length} maps` : `has ${classes[odd].length} values`,
    expected: odd < 0 ? "2 to 255, the background first" : `${classes[0].length}, as classes[0]`,
    remedy: "pass one map a class",
  });
}

/** Whether no voxel misses a sum of 1 by more than rounding: so in a softmax map. */
export function isPartitionOfUnity(classes: readonly ClassMap[]): boolean {
  return isWithinSlack(classes, SLACK);
}
