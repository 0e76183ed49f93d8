import { checkNumber } from "../../core/check.ts";
import { Random } from "../../core/random.ts";
import { quantile } from "../../core/spread.ts";
import { smallestVotes, voteHistogram } from "../marginal.ts";
import type { VotePatterns } from "../patterns.ts";
import { integerWeights } from "../weights.ts";

export interface BootstrapOptions {
  /** Resamples; 200, as many as a standard deviation needs (Efron & Tibshirani 1993, section 6.4). */
  readonly samples?: number | undefined;
  /** An integer in [0, 2^53); 1. */
  readonly seed?: number | undefined;
}

/** How much the consensus volume owes to who happened to observe: its spread over resamples, in voxels. */
export interface ResampledVolume {
  readonly sdVoxels: number;
  readonly lowestVoxels: number;
  readonly lowerQuartileVoxels: number;
  readonly upperQuartileVoxels: number;
  readonly highestVoxels: number;
  readonly samples: number;
}

/**
 * The bootstrap (Efron & Tibshirani, "An introduction to the bootstrap", 1993, chapter 6) of the volume of the
 * Dice-optimal consensus (the smallest optimum): as many observers as there are (with positive weight) are drawn with
 * replacement, with their weights, and the consensus is computed anew from the vote patterns. It describes a spread and
 * states no probability: intervals from the percentiles of so few observers hold far less often than they say
 * (docs/consensus.md has the simulation).
 *
 * @throws SoftdiceError for options out of range
 */
export function resampleConsensusVolume(
  votes: VotePatterns,
  options: BootstrapOptions = {},
): ResampledVolume {
  const { samples = 200, seed = 1 } = options;
  checkNumber("samples", samples, (n) => Number.isInteger(n) && n > 1, "an integer above 1");
  const units = integerWeights(votes.weights);
  const counting = [...units.keys()].filter((k) => units[k] > 0);
  const drawn = Array.from({ length: samples }, (_, sample) => {
    const random = new Random(seed, bootstrapStream, sample);
    const times = new Float64Array(units.length);
    for (let draw = 0; draw < counting.length; draw++) {
      const k = counting[random.integer(counting.length)];
      times[k] += units[k];
    }
    return times;
  });
  const volumes = Array.from(votesInEach(drawn, votes), (each) =>
    smallestOptimum(each.votes, votes.counts, each.allVotes),
  ).sort((a, b) => a - b);
  const mean = volumes.reduce((a, b) => a + b, 0) / samples;
  return {
    sdVoxels: Math.sqrt(volumes.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (samples - 1)),
    lowestVoxels: volumes[0],
    lowerQuartileVoxels: quantile(volumes, 0.25),
    upperQuartileVoxels: quantile(volumes, 0.75),
    highestVoxels: volumes[samples - 1],
    samples,
  };
}

/**
 * The votes of each pattern in each resample, integers both. Several resamples are summed up at a time, as digits of one
 * integer below 2^53: a sum over the table costs the same whatever it sums.
 *
 * @param drawn of each resample, the votes of each observer
 */
function* votesInEach(
  drawn: readonly Float64Array[],
  { table }: VotePatterns,
): Generator<{ readonly votes: Float64Array; readonly allVotes: number }> {
  const totals = drawn.map((votes) => votes.reduce((a, b) => a + b));
  const base = 2 ** Math.ceil(Math.log2(Math.max(...totals) + 1));
  const atOnce = Math.max(1, Math.floor(53 / Math.log2(base)));
  for (let first = 0; first < drawn.length; first += atOnce) {
    const digits = drawn.slice(first, first + atOnce);
    const packed = digits[0].map((_, k) => digits.reduceRight((sum, votes) => sum * base + votes[k], 0));
    const rest = table.overObservers(packed);
    for (const d of digits.keys()) {
      const votes = new Float64Array(rest.length);
      for (let p = 0; p < rest.length; p++) {
        const above = Math.floor(rest[p] / base);
        votes[p] = rest[p] - above * base;
        rest[p] = above;
      }
      yield { votes, allVotes: totals[first + d] };
    }
  }
}

/** Voxels of the smallest Dice-optimal segmentation. */
function smallestOptimum(votes: Float64Array, counts: Float64Array, allVotes: number): number {
  const histogram = voteHistogram(votes, counts, allVotes);
  const cut = smallestVotes(histogram, allVotes);
  let voxels = 0;
  for (const [k, count] of histogram) if (k > cut) voxels += count;
  return voxels;
}

/** The first word of the path of the random streams that this file draws from. */
const bootstrapStream = 0x626f6f74;
