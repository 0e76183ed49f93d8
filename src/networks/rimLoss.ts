import type { Loss } from "../losses/loss.ts";
import type { OverlapSums } from "../losses/overlapSums.ts";
import { volumeChances } from "./expectedDice.ts";
import { drawMarks, RIM, type RimCase, volumesOf } from "./rimCases.ts";
import { streamOf } from "./streams.ts";

/** Values of c on the rim that are compared: multiples of 1 / CELLS. */
const CELLS = 200;

/** Batches that the mean over batches is taken over. */
const BATCHES = 400;

/** What a loss's target can be, and how likely that is: m is 1 on `core` pixels and 0 outside the rim. */
export interface Draw {
  readonly chance: number;
  readonly pixels: number;
  readonly core: number;
  readonly rim: number;
  /** Σ m over the rim. */
  readonly marked: number;
  /** Whether m on the rim is the same everywhere, and not 1 on some pixels and 0 on others. */
  readonly isEven: boolean;
}

/** The observers' mean of one image. */
export function marginalDraw(one: RimCase, p: number): Draw[] {
  const { core, rim } = volumesOf(one, p);
  return [{ chance: 1, pixels: one.regions.length, core, rim, marked: p * rim, isEven: true }];
}

/** What an observer may do with one image: each volume with its chance. */
export function observerDraws(one: RimCase, p: number): Draw[] {
  const { core, rim } = volumesOf(one, p);
  const chances = volumeChances(one.counts.slice(RIM), p);
  return Array.from(chances, (chance, marked) => ({
    chance,
    pixels: one.regions.length,
    core,
    rim,
    marked,
    isEven: false,
  })).filter(({ chance }) => chance > 0);
}

/** Batches of images with an observer each, as one image each. */
export function batchDraws(cases: readonly RimCase[], p: number, batch: number, seed: number): Draw[] {
  return Array.from({ length: BATCHES }, (_, index): Draw => {
    const random = streamOf(seed, "batches", index);
    const sums = { pixels: 0, core: 0, rim: 0, marked: 0 };
    for (let k = 0; k < batch; k++) {
      const one = cases[random.integer(cases.length)];
      const { core, rim } = volumesOf(one, p);
      const marks = drawMarks(one, p, random);
      const observed = one.counts.reduce((sum, count, region) => sum + count * marks[region], 0);
      sums.pixels += one.regions.length;
      sums.core += core;
      sums.rim += rim;
      sums.marked += observed - core;
    }
    return { chance: 1 / BATCHES, ...sums, isEven: false };
  });
}

/** The least mean loss among answers that are 1 on the core, 0 outside and c on the rim. */
export interface RimOptimum {
  /** c on the rim, to 1 / {@link CELLS}. */
  readonly best: number;
  /** By how much the mean loss rises at its least with c on the other side of 1/2. */
  readonly margin: number;
}

/** The mean's derivative, Σ ∂L/∂F / (c (1 − c)) over the rim, is integrated by the midpoint rule from c = 0 to 1. */
export function bestOnRim(loss: Loss, draws: readonly Draw[]): RimOptimum {
  let value = 0;
  let best = 0;
  const least = [0, Infinity];
  for (let k = 0; k < CELLS; k++) {
    const c = (k + 1 / 2) / CELLS;
    const slope = draws.reduce((sum, draw) => sum + draw.chance * slopeOnRim(loss, draw, c), 0);
    value += slope / (c * (1 - c)) / CELLS;
    const side = 2 * (k + 1) < CELLS ? 0 : 1;
    if (value < Math.min(...least)) best = (k + 1) / CELLS;
    least[side] = Math.min(least[side], value);
  }
  return { best, margin: Math.abs(least[1] - least[0]) };
}

/** Σ ∂L/∂F over the rim. */
function slopeOnRim(loss: Loss, { pixels, core, rim, marked, isEven }: Draw, c: number): number {
  const m = marked / rim;
  const sums: OverlapSums = {
    voxels: pixels,
    soft: core + c * rim,
    softSquares: core + c * c * rim,
    target: core + marked,
    targetSquares: core + (isEven ? m : 1) * marked,
    common: core + c * marked,
    shared: core + (isEven ? Math.min(c, m) * rim : c * marked),
  };
  const at = loss.slope(sums);
  if (isEven) return rim * at(c, 1 - c, m);
  return marked * at(c, 1 - c, 1) + (rim - marked) * at(c, 1 - c, 0);
}
