import { checkObject, type Numbers } from "../core/check.ts";
import { Random } from "../core/random.ts";
import { diceOptimum } from "../kernels/optimum.ts";
import { checkClasses } from "./classes.ts";

/** The best labelling that was found for the mean Dice of several classes. */
export interface MeanClassDiceOptimum {
  /** Mean over the classes of 2 A_l / (x_l + S_l). */
  readonly meanDice: number;
  /** The class of each of N voxels. */
  readonly labels: Uint8Array;
  /** No labelling, soft ones included, exceeds this: the mean of the classes' own suprema, or meanDice where `isExact`. */
  readonly upperBound: number;
  /** Whether every labelling was tried. */
  readonly isExact: boolean;
}

/** Labellings up to which all are tried. */
const MOST_LABELLINGS = 20_000;

/** Starts of the search where there are more. */
const RANDOM_STARTS = 8;

/** A start that has not settled by then is left where it is. */
const MOST_ROUNDS = 200;

/**
 * A labelling that maximises the mean class Dice where a voxel has one class (softmax, C ≥ 2).
 *
 * There are many local optima. A stationary labelling gives each voxel the class of largest (m_l − D_l/2) / (x_l + S_l);
 * that is iterated from argmax m_l, from the argmax of m_l / S_l and from random labellings, then single voxels change
 * class as long as one gains. The distance to `upperBound` is what may be missing. Few labellings are all tried.
 *
 * @example
 * import { meanClassDiceOptimum } from "softdice";
 *
 * const { labels, meanDice, isExact } = meanClassDiceOptimum([
 *   [0.9, 0.1],
 *   [0.1, 0.9],
 * ]);
 * labels; // Uint8Array [0, 1]
 * meanDice; // 0.9, of each class 2 · 0.9 / (1 + 1)
 * isExact; // true
 *
 * @param classes C lists of N probabilities, which add up to 1 at each voxel
 * @param options.seed of the random starts, an integer from 0; 1
 * @throws SoftdiceError for fewer than two classes, different lengths and values out of range
 */
export function meanClassDiceOptimum(
  classes: readonly Numbers[],
  options: { readonly seed?: number | undefined } = {},
): MeanClassDiceOptimum {
  const volumes = checkClasses(classes);
  checkObject("options", options);
  const { seed = 1 } = options;
  const random = new Random(seed);
  const voxels = classes[0].length;
  if (classes.length ** voxels <= MOST_LABELLINGS) {
    const best = bestOf(classes, volumes, allLabellings(classes.length, voxels));
    return { ...best, upperBound: best.meanDice, isExact: true };
  }
  const starts = [
    argmax(classes, (value) => value),
    argmax(classes, (value, l) => (volumes[l] > 0 ? value / volumes[l] : 0)),
    ...Array.from({ length: RANDOM_STARTS }, () =>
      Uint8Array.from({ length: voxels }, () => random.integer(classes.length)),
    ),
  ];
  const improved = starts.map((start) => climb(classes, volumes, settle(classes, volumes, start)));
  const upperBound = classes.reduce((total, m) => total + diceOptimum(m).supDice, 0) / classes.length;
  return { ...bestOf(classes, volumes, improved), upperBound, isExact: false };
}

interface Overlap {
  /** x_l + S_l. */
  readonly totals: Float64Array;
  /** A_l. */
  readonly common: Float64Array;
}

function overlapOf(classes: readonly Numbers[], volumes: readonly number[], labels: Uint8Array): Overlap {
  const totals = Float64Array.from(volumes);
  const common = new Float64Array(classes.length);
  labels.forEach((label, i) => {
    totals[label] += 1;
    common[label] += classes[label][i];
  });
  return { totals, common };
}

function diceOf({ totals, common }: Overlap, l: number): number {
  return totals[l] > 0 ? (2 * common[l]) / totals[l] : 0;
}

function meanOf(overlap: Overlap): number {
  const dice = Array.from(overlap.totals, (_, l) => diceOf(overlap, l));
  return dice.reduce((a, b) => a + b, 0) / dice.length;
}

function bestOf(
  classes: readonly Numbers[],
  volumes: readonly number[],
  candidates: Iterable<Uint8Array>,
): { readonly meanDice: number; readonly labels: Uint8Array } {
  let best = { meanDice: -1, labels: new Uint8Array(classes[0].length) };
  for (const labels of candidates) {
    const meanDice = meanOf(overlapOf(classes, volumes, labels));
    if (meanDice > best.meanDice) best = { meanDice, labels: labels.slice() };
  }
  return best;
}

/** All C^N labellings, in one array that changes from one to the next. */
function* allLabellings(classes: number, voxels: number): Generator<Uint8Array> {
  const labels = new Uint8Array(voxels);
  for (;;) {
    yield labels;
    const next = labels.findIndex((label) => label < classes - 1);
    if (next < 0) return;
    labels.fill(0, 0, next);
    labels[next] += 1;
  }
}

/** The class of largest score at each voxel; the first of those that tie. */
function argmax(classes: readonly Numbers[], score: (value: number, l: number) => number): Uint8Array {
  const labels = new Uint8Array(classes[0].length);
  for (let i = 0; i < labels.length; i++) {
    let best = -Infinity;
    for (let l = 0; l < classes.length; l++) {
      const value = score(classes[l][i], l);
      if (value > best) [best, labels[i]] = [value, l];
    }
  }
  return labels;
}

/** Iterates the condition of stationary labellings until it holds or the mean falls. */
function settle(classes: readonly Numbers[], volumes: readonly number[], start: Uint8Array): Uint8Array {
  let labels = start;
  let overlap = overlapOf(classes, volumes, labels);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { totals } = overlap;
    const half = Array.from(totals, (_, l) => diceOf(overlap, l) / 2);
    const next = argmax(classes, (value, l) => (totals[l] > 0 ? (value - half[l]) / totals[l] : -Infinity));
    const reached = overlapOf(classes, volumes, next);
    if (!(meanOf(reached) > meanOf(overlap))) break;
    [labels, overlap] = [next, reached];
  }
  return labels;
}

/** Changes the class of one voxel after the other as long as that raises the mean. */
function climb(classes: readonly Numbers[], volumes: readonly number[], start: Uint8Array): Uint8Array {
  const labels = start.slice();
  const overlap = overlapOf(classes, volumes, labels);
  const move = (i: number, from: number, to: number): void => {
    overlap.totals[from] -= 1;
    overlap.common[from] -= classes[from][i];
    overlap.totals[to] += 1;
    overlap.common[to] += classes[to][i];
    labels[i] = to;
  };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let moved = 0;
    for (let i = 0; i < labels.length; i++) {
      for (let l = 0; l < classes.length; l++) {
        const from = labels[i];
        if (l === from) continue;
        const before = diceOf(overlap, from) + diceOf(overlap, l);
        move(i, from, l);
        const gain = diceOf(overlap, from) + diceOf(overlap, l) - before;
        if (gain > LEAST_GAIN) moved += 1;
        else move(i, l, from);
      }
    }
    if (moved === 0) break;
  }
  return labels;
}

/** Rounding must not be taken for a gain. */
const LEAST_GAIN = 1e-14;
