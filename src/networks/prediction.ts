import type { Loss } from "../losses/loss.ts";
import type { OverlapSums } from "../losses/overlapSums.ts";
import { softDiceLoss } from "../losses/dice.ts";
import { volumeChances } from "./expectedDice.ts";
import type { Regime } from "./regime.ts";
import { drawMarks, marginalOf, RIM, type RimCase, volumesOf } from "./rimCases.ts";
import { streamOf } from "./streams.ts";

/** Values of c on the rim that are compared: multiples of 1 / CELLS. */
const CELLS = 200;

/** Batches that the mean over batches is taken over. */
const BATCHES = 400;

/**
 * The volume that a regime's minimiser over all functions of the image has on each case, cut at 1/2, over that of the
 * marginal. A network sees neither the observer nor the batch, so that with one observer a sample it can only minimise the
 * loss's mean over observers (and batches).
 *
 * - On the marginal: the loss's own minimiser (`src/losses`), image by image.
 * - On one observer a sample: c is 1 on the core and 0 outside; c on the rim minimises the mean of the loss over the
 *   observer's volume, image by image.
 * - Over the batch: c on the rim, one value for all images, minimises the mean over batches of `batch` of the cases with an
 *   observer each, drawn with the seed.
 */
export function predictVolumes(
  { loss, target, isOverBatch }: Regime,
  cases: readonly RimCase[],
  { p, batch, seed }: { readonly p: number; readonly batch: number; readonly seed: number },
): number[] {
  const ofMarginal = loss.target === "marginal" ? loss : softDiceLoss;
  if (target === "marginal") {
    return cases.map((one) => ofMarginal.minimise(marginalOf(one, p)).minVoxels / volumesOf(one, p).marginal);
  }
  const common = isOverBatch ? bestRimValue(ofMarginal, drawBatches(cases, p, batch, seed)) : undefined;
  return cases.map((one) => {
    const { core, rim, marginal } = volumesOf(one, p);
    const c = common ?? bestRimValue(ofMarginal, observersOf(one, p));
    return (core + (c >= 1 / 2 ? rim : 0)) / marginal;
  });
}

/** What a loss's target can be: pixels of the core and the rim, those of the rim that are marked, and how likely that is. */
interface Draw {
  readonly chance: number;
  readonly pixels: number;
  readonly core: number;
  readonly rim: number;
  readonly marked: number;
}

/** What an observer may do with one image: each volume with its chance. */
function observersOf(one: RimCase, p: number): Draw[] {
  const { core, rim } = volumesOf(one, p);
  const chances = volumeChances(one.counts.slice(RIM), p);
  return Array.from(chances, (chance, marked) => ({
    chance,
    pixels: one.regions.length,
    core,
    rim,
    marked,
  })).filter(({ chance }) => chance > 0);
}

/** Batches of images with an observer each, as one image each. */
function drawBatches(cases: readonly RimCase[], p: number, batch: number, seed: number): Draw[] {
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
    return { chance: 1 / BATCHES, ...sums };
  });
}

/**
 * c on the rim with the least mean loss, to 1 / {@link CELLS}: the mean's derivative, Σ ∂L/∂F / (c (1 − c)) over the rim,
 * is integrated by the midpoint rule from 0 to 1.
 */
function bestRimValue(loss: Loss, draws: readonly Draw[]): number {
  let value = 0;
  let least = 0;
  let best = 0;
  for (let k = 0; k < CELLS; k++) {
    const c = (k + 1 / 2) / CELLS;
    let slope = 0;
    for (const { chance, pixels, core, rim, marked } of draws) {
      const sums: OverlapSums = {
        voxels: pixels,
        soft: core + c * rim,
        softSquares: core + c * c * rim,
        target: core + marked,
        targetSquares: core + marked,
        common: core + c * marked,
        shared: core + c * marked,
      };
      const at = loss.slope(sums);
      slope += chance * (marked * at(c, 1 - c, 1) + (rim - marked) * at(c, 1 - c, 0));
    }
    value += slope / (c * (1 - c)) / CELLS;
    if (value < least) {
      least = value;
      best = (k + 1) / CELLS;
    }
  }
  return best;
}
