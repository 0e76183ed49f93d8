import { meanOfDefined, ratio, type EmptyPolicy } from "../empty.ts";
import type { VotePatterns } from "../patterns.ts";
import { commonVoxels } from "./common.ts";
import { leaveOneOut, type LeftOut } from "./leaveOneOut.ts";

/** Agreement of observers in what they marked. Observers are not weighted here: it describes them as they are. */
export interface OverlapAgreement {
  /** R×R Dice, 2 |L_j ∩ L_k| / (|L_j| + |L_k|); symmetric. */
  readonly pairwiseDice: readonly (readonly number[])[];
  /** The mean over the R (R − 1) / 2 pairs. */
  readonly meanPairwiseDice: number;
  /** Each observer's Dice with the Dice-optimal consensus (the smallest one) of the R − 1 others. */
  readonly leaveOneOutDice: readonly number[];
  /**
   * The generalised conformity index, Σ |L_j ∩ L_k| / Σ |L_j ∪ L_k| over all pairs (Kouwenhoven, Giezen & Struikmans,
   * Physics in Medicine & Biology 54, 2009). Free of the number of observers and of the field of view.
   */
  readonly generalizedConformityIndex: number;
}

/** @param empty what each index is where both sides are empty; NaN is left out of the means */
export function overlapAgreement(votes: VotePatterns, empty: EmptyPolicy): OverlapAgreement {
  return overlapOf(votes, commonVoxels(votes), leaveOneOut(votes), empty);
}

/** {@link overlapAgreement} from what it is computed of. */
export function overlapOf(
  { volumes }: VotePatterns,
  common: readonly (readonly number[])[],
  leftOut: readonly LeftOut[],
  empty: EmptyPolicy,
): OverlapAgreement {
  const pairwiseDice = common.map((row, j) =>
    row.map((inBoth, k) => ratio(2 * inBoth, volumes[j] + volumes[k], empty)),
  );
  const pairs = common.flatMap((_, j) =>
    common.slice(j + 1).map((_, offset) => [j, j + 1 + offset] as const),
  );
  const inBoth = pairs.reduce((sum, [j, k]) => sum + common[j][k], 0);
  const inEither = pairs.reduce((sum, [j, k]) => sum + volumes[j] + volumes[k] - common[j][k], 0);
  return {
    pairwiseDice,
    meanPairwiseDice: meanOfDefined(pairs.map(([j, k]) => pairwiseDice[j][k])),
    leaveOneOutDice:
      leftOut.length === 0
        ? [Number.NaN]
        : leftOut.map((one, k) => ratio(2 * one.common, volumes[k] + one.consensus, empty)),
    generalizedConformityIndex: ratio(inBoth, inEither, empty),
  };
}
