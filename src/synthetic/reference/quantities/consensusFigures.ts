import { conformityIndex, kappa, meanPairwiseDice } from "../votes/agreement.ts";
import { marginalOptimum, marginalVolume, volumeOfVotes } from "../votes/marginal.ts";
import { meanRaterOptimum } from "../votes/meanRater.ts";
import { type VotePattern, volumeOf } from "../votes/patterns.ts";
import { stapleFixedPoint } from "../votes/staple.ts";
import type { Alternative } from "./quantity.ts";
import type { VoteFigure } from "./votes.ts";

/** The consensus of several observers, as far as the volumes of their vote patterns determine it: all of it. */
export function consensusFigures(
  patterns: readonly VotePattern[],
  raters: number,
  fieldMm3: number,
): VoteFigure[] {
  const optimum = marginalOptimum(patterns, raters);
  const meanRater = meanRaterOptimum(patterns, raters);
  const staple = stapleFixedPoint(patterns, raters, { fieldMm3 });
  const union = volumeOf(patterns);
  const atLeast = (votes: number): number => volumeOfVotes(patterns, votes) / 1000;
  const majority = Math.floor(raters / 2) + 1;
  const halfOrMore = Math.ceil(raters / 2);
  const pairwise = meanPairwiseDice(patterns, raters);
  const conformity = conformityIndex(patterns, raters);
  const stapleCauses = (of: (estimate: typeof staple) => number): Alternative[] => {
    const half = stapleFixedPoint(patterns, raters, { fieldMm3, prior: 0.5 });
    return [{ cause: "a prior of 1/2 instead of the mean of all decisions", value: of(half) }];
  };
  return [
    ...Array.from({ length: raters }, (_, n): VoteFigure => ({
      quantity: `volume_of_${n + 1}_votes_ml`,
      unit: "ml",
      value: atLeast(n + 1),
      formula: `|{m ≥ ${n + 1}/${raters}}|`,
      alternatives: () => [{ cause: "more than that many votes", value: atLeast(n + 2) }],
    })),
    {
      quantity: "marginal_ml",
      unit: "ml",
      value: marginalVolume(patterns, raters) / 1000,
      formula: "∫ m, the mean of the observers' volumes",
      alternatives: () => [],
    },
    {
      quantity: "sup_marginal_dice",
      unit: "1",
      value: optimum.supDice,
      formula: "sup D_m = max over levels of 2 ∫_{m ≥ n/R} m / (|{m ≥ n/R}| + ∫ m) (Theorem 1)",
      alternatives: () => [
        {
          cause: "best mean Dice with the observers instead of Dice with the marginal",
          value: meanRater.meanDice,
        },
        { cause: "half of it: the threshold", value: optimum.threshold },
      ],
    },
    {
      quantity: "threshold",
      unit: "1",
      value: optimum.threshold,
      formula: "t = sup D_m / 2",
      alternatives: () => [
        { cause: "twice that: sup D_m", value: optimum.supDice },
        { cause: "1/2 instead of the Dice-optimal threshold", value: 0.5 },
      ],
    },
    {
      quantity: "dice_optimal_ml",
      unit: "ml",
      value: optimum.volumeMm3 / 1000,
      formula: "|{m > t}|",
      alternatives: () => [
        { cause: "the threshold 1/2, ties included", value: atLeast(halfOrMore) },
        { cause: "the majority", value: atLeast(majority) },
        { cause: "optimal for the mean Dice with the observers instead", value: meanRater.volumeMm3 / 1000 },
      ],
    },
    {
      quantity: "majority_ml",
      unit: "ml",
      value: atLeast(majority),
      formula: "|{m > 1/2}|, more than half of the observers",
      alternatives: () => [{ cause: "half of the votes counted as a majority", value: atLeast(halfOrMore) }],
    },
    {
      quantity: "mean_rater_dice",
      unit: "1",
      value: meanRater.meanDice,
      formula:
        "max over s of (1/R) Σ 2 |s ∩ L_k| / (|s| + |L_k|), over the volume of s and the order of patterns at it",
      alternatives: () => [{ cause: "Dice with the marginal instead", value: optimum.supDice }],
    },
    {
      quantity: "mean_rater_optimal_ml",
      unit: "ml",
      value: meanRater.volumeMm3 / 1000,
      formula: "volume of the set that attains mean_rater_dice",
      alternatives: () => [
        { cause: "optimal for Dice with the marginal instead", value: optimum.volumeMm3 / 1000 },
      ],
    },
    {
      quantity: "staple_ml",
      unit: "ml",
      value: staple.volumeMm3 / 1000,
      formula:
        "|{W > 1/2}| at STAPLE's fixed point from p = q = 0.99999, prior the mean of all decisions on the grid",
      alternatives: () => stapleCauses(({ volumeMm3 }) => volumeMm3 / 1000),
    },
    ...(["sensitivity", "specificity"] as const).flatMap((rate) =>
      staple[rate].map((value, k): VoteFigure => ({
        quantity: `staple_${rate}_${k + 1}`,
        unit: "1",
        value,
        formula: rate === "sensitivity" ? "p = ∫ W d / ∫ W" : "q = ∫ (1 − W)(1 − d) / ∫ (1 − W)",
        alternatives: () => stapleCauses((estimate) => estimate[rate][k]),
      })),
    ),
    {
      quantity: "mean_pairwise_dice",
      unit: "1",
      value: pairwise,
      formula: "mean over pairs of 2 |A ∩ B| / (|A| + |B|)",
      alternatives: () => [{ cause: "the generalised conformity index instead", value: conformity }],
    },
    {
      quantity: "conformity_index",
      unit: "1",
      value: conformity,
      formula: "Σ |A ∩ B| / Σ |A ∪ B| over pairs (Kouwenhoven et al. 2009)",
      alternatives: () => [{ cause: "mean pairwise Dice instead", value: pairwise }],
    },
    {
      quantity: "fleiss_kappa",
      unit: "1",
      value: kappa(patterns, raters, fieldMm3),
      formula: "(P − P_e) / (1 − P_e) over the grid (Fleiss 1971)",
      alternatives: () => [
        { cause: "over the union of all observers alone", value: kappa(patterns, raters, union) },
      ],
    },
  ];
}
