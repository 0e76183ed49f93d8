import { Random } from "../core/random.ts";

/** What the streams of one seed are for. */
const PURPOSES = { weights: 1, images: 2, observers: 3, tests: 4, batches: 5, shown: 6 } as const;

/** First word of the path of all streams of experiment (N): no other experiment draws from them. */
const EXPERIMENT = 0x4e; // "N"

/** The stream for one purpose and index of a training's seed. */
export function streamOf(seed: number, purpose: keyof typeof PURPOSES, index: number = 0): Random {
  return new Random(seed, EXPERIMENT, PURPOSES[purpose], index);
}
