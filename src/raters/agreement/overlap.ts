import { meanOfDefined, ratio, type EmptyPolicy } from "../empty.ts";
import { marginalOptimum } from "../marginal.ts";
import { hasVote, reweigh, type VotePatterns } from "../patterns.ts";
import { raterDice } from "../score.ts";

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
  const common = commonVoxels(votes);
  const { volumes } = votes;
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
    leaveOneOutDice: leaveOneOutDice(votes, empty),
    generalizedConformityIndex: ratio(inBoth, inEither, empty),
  };
}

/** |L_j ∩ L_k| for all j and k. */
function commonVoxels({ patterns, counts, volumes }: VotePatterns): number[][] {
  const common = Array.from(volumes, () => Array.from(volumes, () => 0));
  patterns.forEach((pattern, p) => {
    for (let j = 0; j < volumes.length; j++) {
      if (!hasVote(pattern, j)) continue;
      for (let k = 0; k < volumes.length; k++) if (hasVote(pattern, k)) common[j][k] += counts[p];
    }
  });
  return common;
}

function leaveOneOutDice(votes: VotePatterns, empty: EmptyPolicy): number[] {
  if (votes.volumes.length < 2) return [Number.NaN];
  return Array.from(votes.volumes, (_, out) => {
    const others = reweigh(
      votes,
      votes.weights.map((_, k) => Number(k !== out)),
    );
    return raterDice(votes, marginalOptimum(others).smallest, empty)[out];
  });
}
