import { cosSinTurns, exp } from "../../core/elementary.ts";
import type { Random } from "../../core/random.ts";
import { circle } from "./circle.ts";

/**
 * A smooth random function on a closed surface, ε(φ, u) with the angle φ in turns around the axis and u in [−1, 1]
 * along it:
 *
 *     ε(φ, u) = Σ_n Σ_j w(n, j) (A(n, j) cos 2πnφ + B(n, j) sin 2πnφ) cos(π j (u + 1) / 2)
 *
 * as its coefficients wA, wB in the order of n, then j, then A before B. Functions add by adding coefficients.
 */
export type Relief = Float64Array;

const WAVES = 5; // n = 0 … 4 around
const STEPS = 4; // j = 0 … 3 along

/** Weights w(n, j), a Gaussian in both frequencies, scaled so that the mean variance of ε is 1. */
const WEIGHTS = (() => {
  const weights = Float64Array.from({ length: WAVES * STEPS }, (_, i) => {
    const n = Math.floor(i / STEPS);
    const j = i % STEPS;
    return exp(-((n / 2.5) ** 2 + (j / 1.8) ** 2) / 2);
  });
  const variance = weights.reduce((sum, w, i) => sum + w * w * (i % STEPS === 0 ? 1 : 0.5), 0);
  return weights.map((w) => w / Math.sqrt(variance));
})();

/** Draws a relief whose standard deviation over the surface is `amplitude`. */
export function drawRelief(random: Random, amplitude: number): Relief {
  return Float64Array.from(
    { length: 2 * WAVES * STEPS },
    (_, i) => amplitude * WEIGHTS[i >> 1] * random.normal(),
  );
}

/** The same displacement everywhere. */
export function constantRelief(value: number): Relief {
  const relief = new Float64Array(2 * WAVES * STEPS);
  relief[0] = value;
  return relief;
}

export function addReliefs(...reliefs: readonly Relief[]): Relief {
  return reliefs[0].map((_, i) => reliefs.reduce((sum, relief) => sum + relief[i], 0));
}

/** ε(·, u) at `count` angles 0, 1/count, … turns. */
export function reliefAt(relief: Relief, u: number, count: number): Float64Array {
  const along = Float64Array.from({ length: STEPS }, (_, j) => cosSinTurns((j * (u + 1)) / 4)[0]);
  const waves = new Float64Array(2 * WAVES);
  relief.forEach((value, i) => {
    waves[2 * Math.floor(i / (2 * STEPS)) + (i & 1)] += value * along[(i >> 1) % STEPS];
  });
  const { cos, sin } = circle(count);
  const out = new Float64Array(count).fill(waves[0]);
  for (let n = 1; n < WAVES; n++) {
    for (let p = 0; p < count; p++) {
      const angle = (n * p) % count;
      out[p] += waves[2 * n] * cos[angle] + waves[2 * n + 1] * sin[angle];
    }
  }
  return out;
}
