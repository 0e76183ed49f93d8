import { fractionalLoss } from "./linearFractional.ts";
import type { LossFamily } from "./loss.ts";
import { readNumbers } from "./parameters.ts";

/**
 * Tversky (Salehi, Erdogmus & Gholipour, MLMI 2017), 1 − A / (A + α (x − A) + β (S − A)): α weighs false positives, β false
 * negatives. With T the largest value of the ratio its minimisers are {m > t}, t = αT / (1 − T (1 − α − β)), at most
 * α / (α + β): above 1/2 for α > β. Their volume is at least βv² / (α + (β − α) v), attained.
 *
 * `tversky:A,B`, both from 0 and not both 0. With β = 0 any set of voxels of the largest value is optimal, with α = 0
 * every set that holds {m > 0}.
 */
export const tversky: LossFamily = {
  name: "tversky",
  usage: "tversky:A,B",
  parse: (parameters) => {
    const [alpha, beta, ...more] = readNumbers(parameters ?? "", ",") ?? [];
    if (!(alpha + beta > 0) || more.length > 0) return undefined;
    const loss = fractionalLoss(`tversky:${alpha},${beta}`, ({ target }) => ({
      numerator: { constant: 0, common: 1, soft: 0 },
      denominator: { constant: beta * target, common: 1 - alpha - beta, soft: alpha },
    }));
    return {
      ...loss,
      volumeBounds: (v) => [beta === 0 ? 0 : (beta * v * v) / (alpha + (beta - alpha) * v), 1],
    };
  },
};
