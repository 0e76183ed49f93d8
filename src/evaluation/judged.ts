import type { Numbers } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { emptyLike } from "../image/volume.ts";
import { VoteMap } from "../raters/voteMap.ts";

/** Who marked what, and what a model says of it. */
interface Voxels {
  readonly observers: VoteMap;
  readonly mask?: Uint8Array | undefined;
  readonly probabilities?: Float32Array | Float64Array | undefined;
  /** N values, 0 or 1. */
  readonly ignored?: Numbers | undefined;
}

/**
 * The voxels of a case that are not ignored, one after the other, as if the image had no others; the case itself where none
 * is ignored.
 *
 * @returns `left` is the number of voxels that were left out
 * @throws SoftdiceError where all voxels are ignored
 */
export function judgedVoxels<Case extends Voxels>(given: Case): Case & { readonly left: number } {
  const { observers, mask, probabilities, ignored } = given;
  const voxels = ignored === undefined ? observers.voxels : judgedCount(ignored);
  const left = observers.voxels - voxels;
  if (ignored === undefined || left === 0) return { ...given, left };
  if (voxels === 0) throw nothingJudged();
  const map = new VoteMap(voxels);
  for (let k = 0; k < observers.raters; k++) map.add(judgedOf(observers.mask(k), ignored));
  return {
    ...given,
    observers: map,
    mask: mask && judgedOf(mask, ignored),
    probabilities: probabilities && judgedOf(probabilities, ignored),
    left,
  };
}

/** The values of the voxels that are not ignored. */
export function judgedOf<Values extends Uint8Array | Float32Array | Float64Array>(
  values: Values,
  ignored: Numbers,
): Values {
  const judged = emptyLike(values, judgedCount(ignored));
  for (let i = 0, to = 0; i < values.length; i++) if (ignored[i] === 0) judged[to++] = values[i];
  return judged;
}

function judgedCount(ignored: Numbers): number {
  let count = 0;
  for (let i = 0; i < ignored.length; i++) if (ignored[i] === 0) count += 1;
  return count;
}

function nothingJudged(): SoftdiceError {
  return new SoftdiceError({
    subject: "ignored",
    problem: "holds every voxel",
    expected: "at least one voxel that all observers judged",
    remedy: "leave observers out who judged other parts of the image",
  });
}
