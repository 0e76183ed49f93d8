import { cosSinTurns } from "../core/elementary.ts";
import type { Random } from "../core/random.ts";

/** How an observer treats the rim: marks it or not as a whole, or each of its twelve sectors by itself. */
export type RimModelName = "whole" | "sectors";

/** Observers of a structure with a core that everyone marks and a rim that is marked with probability p, part by part. */
export interface RimModel {
  readonly name: RimModelName;
  /** Probability that an observer marks a part of the rim, in [0, 1]. */
  readonly p: number;
}

/** One image whose marginal is known: 1 on the core, p on the rim, 0 outside. Nothing in it says what an observer did. */
export interface RimCase {
  /** n: the image has n × n pixels. */
  readonly size: number;
  /** 1 on the core, 1/2 on the rim, 0 outside, with normal noise of standard deviation {@link NOISE}; row by row. */
  readonly image: Float32Array;
  /** Region of each pixel: {@link BACKGROUND}, {@link CORE}, or from {@link RIM} on the parts of the rim. */
  readonly regions: Uint8Array;
  /** Pixels of each region. */
  readonly counts: readonly number[];
}

export const BACKGROUND = 0;
export const CORE = 1;
export const RIM = 2;

const PARTS: Readonly<Record<RimModelName, number>> = { whole: 1, sectors: 12 };

/** Standard deviation of the noise. */
const NOISE = 0.25;

/** Lengths for a side of 1; on 64 pixels the radius is 6 … 9. */
const LEAST_CENTRE = 20 / 64;
const CENTRE_RANGE = 24 / 64;
const LEAST_RADIUS = 6 / 64;
const RADIUS_RANGE = 3 / 64;
const LARGEST_WAVE = 0.125;

/**
 * A case of n × n pixels: a star-shaped core of radius R (1 + a₂ cos(2θ + φ₂) + a₃ cos(3θ + φ₃)) and a rim out to 1.5 … 1.75
 * times that. For n = 64 the centre is uniform in [20, 44]² and R in [6, 9]; |a| ≤ 0.125.
 */
export function makeCase(size: number, model: RimModelName, random: Random): RimCase {
  const uniform = (least: number, range: number): number => least + range * random.uniform();
  const centreX = size * uniform(LEAST_CENTRE, CENTRE_RANGE);
  const centreY = size * uniform(LEAST_CENTRE, CENTRE_RANGE);
  const radius = size * uniform(LEAST_RADIUS, RADIUS_RANGE);
  const [a2, a3] = [uniform(-LARGEST_WAVE, 2 * LARGEST_WAVE), uniform(-LARGEST_WAVE, 2 * LARGEST_WAVE)];
  const [cos2, sin2] = cosSinTurns(random.uniform());
  const [cos3, sin3] = cosSinTurns(random.uniform());
  const reach = uniform(1.5, 0.25);
  const image = random.fillNormal(new Float32Array(size * size));
  const regions = new Uint8Array(size * size);
  const counts = Array.from({ length: RIM + PARTS[model] }, () => 0);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const dx = x - centreX;
      const dy = y - centreY;
      const distance = Math.sqrt(dx * dx + dy * dy);
      const [c, s] = distance > 0 ? [dx / distance, dy / distance] : [1, 0];
      const wave2 = (c * c - s * s) * cos2 - 2 * c * s * sin2;
      const wave3 = (4 * c * c - 3) * c * cos3 - (3 - 4 * s * s) * s * sin3;
      const border = radius * (1 + a2 * wave2 + a3 * wave3);
      const part = PARTS[model] > 1 ? sectorOf(c, s) : 0;
      const region = distance < border ? CORE : distance < reach * border ? RIM + part : BACKGROUND;
      const i = y * size + x;
      regions[i] = region;
      counts[region] += 1;
      image[i] = NOISE * image[i] + (region === CORE ? 1 : region === BACKGROUND ? 0 : 0.5);
    }
  }
  return { size, image, regions, counts };
}

const TAN_30: number = Math.sqrt(1 / 3);
const TAN_60: number = Math.sqrt(3);

/** Which of twelve equal sectors the direction (cos θ, sin θ) lies in, by quadrant and tangent. */
function sectorOf(c: number, s: number): number {
  const quadrant = s >= 0 ? (c > 0 ? 0 : 1) : c < 0 ? 2 : 3;
  const [along, across] = quadrant % 2 === 0 ? [Math.abs(c), Math.abs(s)] : [Math.abs(s), Math.abs(c)];
  return 3 * quadrant + (across < TAN_30 * along ? 0 : across < TAN_60 * along ? 1 : 2);
}

/** m of a case, n² values. */
export function marginalOf({ regions }: RimCase, p: number): Float64Array {
  return Float64Array.from(regions, (region) => (region === CORE ? 1 : region === BACKGROUND ? 0 : p));
}

/** The mask of one random observer, n² values 0 or 1. */
export function drawObserver(made: RimCase, p: number, random: Random): Uint8Array {
  const isMarked = drawMarks(made, p, random);
  return Uint8Array.from(made.regions, (region) => isMarked[region]);
}

/** Which regions a random observer marks, 0 or 1 each. */
export function drawMarks({ counts }: RimCase, p: number, random: Random): number[] {
  return counts.map((_, region) => (region < RIM ? region : Number(random.uniform() < p)));
}

/** Pixels of the core and of the whole rim, and Σ m. */
export function volumesOf(
  { counts }: RimCase,
  p: number,
): { readonly core: number; readonly rim: number; readonly marginal: number } {
  const rim = counts.slice(RIM).reduce((a, b) => a + b, 0);
  return { core: counts[CORE], rim, marginal: counts[CORE] + p * rim };
}
