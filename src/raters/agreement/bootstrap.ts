import { checkNumber } from "../../core/check.ts";
import { Random } from "../../core/random.ts";
import { marginalOptimum } from "../marginal.ts";
import { reweigh, type VotePatterns } from "../patterns.ts";

export interface BootstrapOptions {
  /** Resamples; 1000. */
  readonly samples?: number | undefined;
  /** An integer in [0, 2^53); 1. */
  readonly seed?: number | undefined;
  /** Probability that the interval holds; 0.95. */
  readonly level?: number | undefined;
}

/** How much the consensus volume owes to who happened to observe. */
export interface BootstrapInterval {
  readonly lowerVoxels: number;
  readonly upperVoxels: number;
  readonly level: number;
  readonly samples: number;
}

/**
 * A bootstrap percentile interval (Efron & Tibshirani, "An introduction to the bootstrap", 1993, chapter 13) for the
 * volume of the Dice-optimal consensus (the smallest optimum): as many observers as there are (with positive weight) are
 * drawn with replacement, with their weights, and the consensus is computed anew. The interval reaches from the ⌊(B + 1) α/2⌋-th smallest to the
 * ⌊(B + 1) α/2⌋-th largest of the B volumes. With few observers it is rough: five give 126 different resamples.
 *
 * @throws SoftdiceError for options out of range
 */
export function bootstrapConsensusVolume(
  votes: VotePatterns,
  options: BootstrapOptions = {},
): BootstrapInterval {
  const { samples = 1000, seed = 1, level = 0.95 } = options;
  checkNumber("samples", samples, (n) => Number.isInteger(n) && n > 0, "a positive integer");
  checkNumber("level", level, (x) => x > 0 && x < 1, "a number in (0, 1)");
  const counting = [...votes.weights.keys()].filter((k) => votes.weights[k] > 0);
  const volumes = Float64Array.from({ length: samples }, (_, sample) => {
    const random = new Random(seed, bootstrapStream, sample);
    const weights = new Float64Array(votes.weights.length);
    for (let draw = 0; draw < counting.length; draw++) {
      const k = counting[random.integer(counting.length)];
      weights[k] += votes.weights[k];
    }
    return marginalOptimum(reweigh(votes, weights)).minVoxels;
  }).sort();
  const rank = Math.max(1, Math.floor(((samples + 1) * (1 - level)) / 2));
  return { lowerVoxels: volumes[rank - 1], upperVoxels: volumes[samples - rank], level, samples };
}

/** The first word of the path of the random streams that this file draws from. */
const bootstrapStream = 0x626f6f74;
