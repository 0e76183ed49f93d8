import { marked, type VotePattern, volumeOf } from "./patterns.ts";

/** The set with the largest mean Dice with the observers. */
export interface MeanRaterOptimum {
  readonly meanDice: number;
  readonly volumeMm3: number;
}

/** Volumes at which the objective is looked at before it is refined. */
const STEPS = 2000;

/**
 * The maximum of F(s) = (1/R) Σ_k 2 |s ∩ L_k| / (|s| + V_k) over all sets s. At |s| = v a pattern adds
 * g(v) = (2/R) Σ_{k in it} 1 / (v + V_k) for each mm³, so the best set of volume v takes patterns in the order of g, the last
 * one in part. That leaves a function of v alone. Its maxima are at kinks, the volumes at which a pattern is full, or where it
 * is smooth: all kinks are tried, and the best of {@link STEPS} volumes is refined by golden section.
 */
export function meanRaterOptimum(patterns: readonly VotePattern[], raters: number): MeanRaterOptimum {
  const volumes = Array.from({ length: raters }, (_, k) =>
    volumeOf(patterns, (pattern) => marked(pattern, k)),
  );
  const real = patterns.filter(({ volumeMm3, observers }) => volumeMm3 > 0 && observers > 0);
  const gains = (v: number): { readonly gain: number; readonly volumeMm3: number }[] =>
    real
      .map((pattern) => ({
        gain: volumes.reduce((sum, volume, k) => (marked(pattern, k) ? sum + 1 / (v + volume) : sum), 0),
        volumeMm3: pattern.volumeMm3,
      }))
      .sort((a, b) => b.gain - a.gain);
  const value = (v: number): number => {
    let [left, sum] = [v, 0];
    for (const { gain, volumeMm3 } of gains(v)) {
      const part = Math.min(left, volumeMm3);
      sum += gain * part;
      left -= part;
    }
    return (2 * sum) / raters;
  };
  const union = volumeOf(real);
  const samples = Array.from({ length: STEPS + 1 }, (_, n) => (union * n) / STEPS);
  const kinks = samples.flatMap((v) => {
    let filled = 0;
    return gains(v).map(({ volumeMm3 }) => (filled += volumeMm3));
  });
  const best = (candidates: Iterable<number>): MeanRaterOptimum => {
    let found: MeanRaterOptimum = { meanDice: 0, volumeMm3: 0 };
    for (const volumeMm3 of candidates) {
      const meanDice = value(volumeMm3);
      if (meanDice > found.meanDice) found = { meanDice, volumeMm3 };
    }
    return found;
  };
  const kink = best(new Set(kinks));
  const { volumeMm3: near } = best(samples);
  const smooth = golden(value, Math.max(0, near - union / STEPS), Math.min(union, near + union / STEPS));
  return smooth.meanDice > kink.meanDice * (1 + 1e-13) ? smooth : kink;
}

function golden(value: (v: number) => number, from: number, to: number): MeanRaterOptimum {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  while (high - low > 1e-12 * to) {
    const [one, two] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (value(one) < value(two)) low = one;
    else high = two;
    if (one >= two) break;
  }
  const volumeMm3 = (low + high) / 2;
  return { meanDice: value(volumeMm3), volumeMm3 };
}
