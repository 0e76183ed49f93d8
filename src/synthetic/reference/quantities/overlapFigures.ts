import { overlap, type VotePattern } from "../votes/patterns.ts";
import type { VoteFigure } from "./votes.ts";

/** Dice and Jaccard of two bodies. */
export function overlapFigures(patterns: readonly VotePattern[]): VoteFigure[] {
  const { common, either, total } = overlap(patterns, 0, 1);
  const dice = (2 * common) / total;
  const jaccard = common / either;
  return [
    {
      quantity: "dice",
      unit: "1",
      value: dice,
      formula: "2 |A ∩ B| / (|A| + |B|)",
      alternatives: () => [{ cause: "Jaccard instead of Dice", value: jaccard }],
    },
    {
      quantity: "jaccard",
      unit: "1",
      value: jaccard,
      formula: "|A ∩ B| / |A ∪ B|",
      alternatives: () => [{ cause: "Dice instead of Jaccard", value: dice }],
    },
  ];
}
