import { Sum } from "../core/sum.ts";
import type { Loss, MarginalMap, ObserverLoss } from "./loss.ts";
import { observerThreshold } from "./observerMinimiser.ts";
import { ratioOrZero } from "./overlapSums.ts";
import { minimiseRaterDice, type ObserverPatterns } from "./raterDice.ts";

/** What one loss converges to on a marginal, in numbers; volumes are of its 1/2-threshold {m > threshold}. */
export interface LossRow {
  /** Name with parameters. */
  readonly loss: string;
  /** On m; null where no threshold on m makes the segmentation. */
  readonly threshold: number | null;
  readonly minVoxels: number;
  readonly maxVoxels: number;
  /** Whether the minimiser has values inside (0, 1). */
  readonly soft: boolean;
  /** Voxels of the segmentation, `minVoxels`. */
  readonly volume: number;
  readonly volumeMl: number;
  /** `volume` over Σ m; null where that is 0. */
  readonly volumeBias: number | null;
  /** D_m of the segmentation. */
  readonly marginalDice: number;
  /** A / (|s| + Σ m − A) of the segmentation. */
  readonly jaccard: number;
  /** Mean over observers of Dice with each; null without observers. */
  readonly meanRaterDice: number | null;
  /** The loss at its minimiser. */
  readonly value: number;
  /** How far below `value` the infimum can lie. */
  readonly gap: number;
  /** Bounds on `volume` from Σ m alone, in voxels; null where none are known. */
  readonly volumeBounds: readonly [lower: number, upper: number] | null;
}

/** A row, and the minimiser behind it. */
export interface ComparedLoss {
  readonly row: LossRow;
  /** c of a voxel from its m and the pattern of observers who marked it (0 without observers). */
  readonly soft: (m: number, pattern: number) => number;
}

/** Observers with the marginal of each of their patterns. */
export interface ComparedObservers extends ObserverPatterns {
  /** m of each pattern: the weighted share of the observers who marked it. */
  readonly marginals: ArrayLike<number>;
}

/** A marginal, and who made it. */
export interface Compared {
  readonly m: MarginalMap;
  readonly voxelMl: number;
  /** The observers whose marginal it is. */
  readonly observers?: ComparedObservers | undefined;
}

/**
 * What a loss converges to.
 *
 * @returns undefined for a loss of observers where there are none
 */
export function compareLoss(loss: Loss | ObserverLoss, of: Compared): ComparedLoss | undefined {
  if (loss.target === "marginal") return ofMarginal(loss, of);
  return of.observers === undefined ? undefined : ofObservers(loss, of, of.observers);
}

function ofMarginal(loss: Loss, of: Compared): ComparedLoss {
  const { soft: profile, ...minimum } = loss.minimise(of.m);
  const { threshold } = minimum;
  const soft = profile ?? ((m: number): number => Number(m > threshold));
  const scores =
    of.observers === undefined
      ? scoresOfMap(of.m, threshold)
      : scoresOfPatterns(of.observers, whole(of.observers, threshold));
  const isSoft = profile !== undefined && of.m.some((m) => profile(m) > 0 && profile(m) < 1);
  const voxels = of.m.length;
  const bounds = loss.volumeBounds?.(scores.expected / voxels, voxels);
  const volumeBounds = bounds === undefined ? null : ([bounds[0] * voxels, bounds[1] * voxels] as const);
  return { row: rowOf(of, { loss: loss.name, ...minimum, soft: isSoft, volumeBounds }, scores), soft };
}

function ofObservers(loss: ObserverLoss, of: Compared, observers: ComparedObservers): ComparedLoss {
  const { taken, value, gap } = minimiseRaterDice(observers);
  const { threshold, ...ends } = observerThreshold(observers, taken);
  const shares = new Map(
    Array.from(taken, (part, p) => [observers.patterns[p], part > 0 ? part / observers.counts[p] : 0]),
  );
  const half = taken.map((part) => Math.ceil(part - 0.5));
  const minimum = {
    ...{ loss: loss.name, value, gap, ...ends, volumeBounds: null },
    threshold: Number.isNaN(threshold) ? null : threshold,
    soft: taken.some((part) => !Number.isInteger(part)),
  };
  return {
    row: rowOf(of, minimum, scoresOfPatterns(observers, half)),
    soft: (_, pattern) => shares.get(pattern) ?? 0,
  };
}

interface Scores {
  readonly voxels: number;
  /** Σ m. */
  readonly expected: number;
  /** Σ m over the segmentation. */
  readonly inside: number;
  readonly meanRaterDice: number | null;
}

function rowOf(
  { voxelMl }: Compared,
  minimum: Omit<LossRow, "volume" | "volumeMl" | "volumeBias" | "marginalDice" | "jaccard" | "meanRaterDice">,
  { voxels, expected, inside, meanRaterDice }: Scores,
): LossRow {
  const union = voxels + expected - inside;
  return {
    ...minimum,
    volume: voxels,
    volumeMl: voxels * voxelMl,
    volumeBias: expected > 0 ? voxels / expected : null,
    marginalDice: ratioOrZero(2 * inside, voxels + expected),
    jaccard: ratioOrZero(inside, union),
    meanRaterDice,
  };
}

function scoresOfMap(m: MarginalMap, threshold: number): Scores {
  const [expected, inside] = [new Sum(), new Sum()];
  let voxels = 0;
  for (let i = 0; i < m.length; i++) {
    expected.add(m[i]);
    if (!(m[i] > threshold)) continue;
    inside.add(m[i]);
    voxels += 1;
  }
  return { voxels, expected: expected.value, inside: inside.value, meanRaterDice: null };
}

/** All voxels of the patterns above a threshold. */
function whole({ counts, marginals }: ComparedObservers, threshold: number): Float64Array {
  return Float64Array.from(counts, (count, p) => (marginals[p] > threshold ? count : 0));
}

/** @param taken voxels of each pattern that the segmentation holds */
function scoresOfPatterns(observers: ComparedObservers, taken: Float64Array): Scores {
  const { patterns, counts, volumes, weights, marginals } = observers;
  const sumOf = (of: ArrayLike<number>): number =>
    taken.reduce((total, _, p) => total + of[p] * marginals[p], 0);
  const voxels = taken.reduce((a, b) => a + b, 0);
  let [dice, weight] = [0, 0];
  for (let k = 0; k < weights.length; k++) {
    // Two empty masks have no Dice: that observer is left out of the mean.
    if (voxels + volumes[k] === 0) continue;
    const common = taken.reduce(
      (total, part, p) => (((patterns[p] >> k) & 1) === 1 ? total + part : total),
      0,
    );
    dice += (weights[k] * 2 * common) / (voxels + volumes[k]);
    weight += weights[k];
  }
  return {
    voxels,
    expected: sumOf(counts),
    inside: sumOf(taken),
    meanRaterDice: weight > 0 ? dice / weight : null,
  };
}
