import { Random, type RandomWords } from "../../../src/core/random.ts";
import { ball } from "../../../src/synthetic/ball.ts";
import { SyntheticModel } from "../../../src/synthetic/marginal.ts";
import { sampleStream } from "../../../src/synthetic/streams.ts";
import type { MarginalParameters } from "./parameters.ts";
import { sharpDisc } from "./sharpDisc.ts";

/** A marginal in one plane: rows of `width` values. */
export interface PlaneMarginal {
  readonly marginal: Float32Array | Float64Array;
  readonly width: number;
  /** The masks of observers whose mean it is, one array each; none of a map. */
  readonly raters?: readonly Uint8Array[] | undefined;
}

/** A marginal to descend on. */
export interface PreparedMarginal extends PlaneMarginal {
  /** Random numbers of a start: those of `softdice reproduce synthetic` for that source. */
  readonly words: RandomWords;
}

/** Pixels along each side of the cases that have no size of their own. */
const SIDE = 200;

/** @param slice the marginal of the open structure, for that source; a ball without it */
export function prepareMarginal(
  { source, rho, preset, seed, sample, v }: MarginalParameters,
  slice: PlaneMarginal | undefined,
): PreparedMarginal {
  if (source === "synthetic") {
    const { data, shape } = new SyntheticModel(rho, preset).sample(seed, sample);
    const words = sampleStream(seed, "start", rho, sample).reserve(data.length);
    return { marginal: data, width: shape[0], words };
  }
  const plane =
    source === "sharp"
      ? { marginal: sharpDisc(v, SIDE), width: SIDE }
      : source === "constant"
        ? { marginal: new Float64Array(SIDE * SIDE).fill(v), width: SIDE }
        : (slice ?? { marginal: ball(SIDE, 0.2), width: SIDE });
  return { ...plane, words: new Random(seed, 5).reserve(plane.marginal.length) };
}
