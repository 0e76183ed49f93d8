import type { ConsensusMethod } from "../../raters/consensus.ts";

/** What people call each method. */
export const METHOD_NAMES: Readonly<Record<ConsensusMethod, string>> = {
  diceOptimal: "Dice-optimal (marginal Dice)",
  majority: "Strict majority",
  meanRaterOptimal: "Optimal for mean rater Dice",
  staple: "STAPLE",
  union: "Union",
  intersection: "Intersection",
};

/** The methods that are outlined on slices: the union and the intersection can be read from the marginal. */
export const OUTLINED = ["diceOptimal", "majority", "meanRaterOptimal", "staple"] as const;

export type OutlinedMethod = (typeof OUTLINED)[number];
