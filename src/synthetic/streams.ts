import { Random } from "../core/random.ts";

/** What the streams of one seed are for; the first word of their path. */
const PURPOSES = { deformation: 1, start: 2, raters: 3 } as const;

/**
 * The stream of one sample of experiment (S). It depends on ρ itself and not on its place in a list, so that a run with
 * fewer rows repeats the same samples.
 *
 * @param rho noise level, fraction of the side
 * @param sample index of the sample, from 0
 */
export function sampleStream(
  seed: number,
  purpose: keyof typeof PURPOSES,
  rho: number,
  sample: number,
): Random {
  return new Random(seed, PURPOSES[purpose], Math.round(rho * 1e9), sample);
}
