import { checkArray, checkChoice, checkFlag, checkObject, type Numbers } from "../core/check.ts";
import { type Geometry, gridOfGeometry } from "../image/geometry.ts";
import type { AgreementRow } from "./agreement/rows.ts";
import { checkTolerance, defaultToleranceMm } from "./agreement/tolerance.ts";
import { checkEmptyPolicy, defaultEmptyPolicy } from "./empty.ts";
import { meanVotes } from "./marginal.ts";
import { type ConsensusMethod, consensusMethods } from "./methods.ts";
import { voteMap, votePatterns, type WeightOptions } from "./patterns.ts";
import { observerNames } from "./observerNames.ts";
import { paint } from "./selection.ts";
import type { ConsensusSummary } from "./consensusSummary.ts";
import { summarize, type SummaryOptions } from "./summary.ts";

/** What is known of the observers, and how they are compared. */
export interface MaskOptions extends SummaryOptions, WeightOptions, Geometry {
  /** R names; "1", "2", … by default. */
  readonly names?: readonly string[] | undefined;
}

/** The numbers of `softdice consensus`, and its masks and maps as arrays. */
export interface MaskConsensus extends ConsensusSummary {
  /** A row a pair of observers, a row an observer against the others, a row an observer and method: `agreement.csv`. */
  readonly rows: readonly AgreementRow[];
  /** Every method's segmentation: N values, 0 or 1. */
  readonly masks: Readonly<Record<ConsensusMethod, Uint8Array>>;
  /** N values in [0, 1] each: the share of observers who marked a voxel, and STAPLE's posterior probability. */
  readonly maps: { readonly marginal: Float64Array; readonly stapleProbability: Float64Array };
}

/** The agreement of observers, as the summary of a consensus has it, with the table behind it. */
export type MaskAgreement = ConsensusSummary["agreement"] & { readonly rows: readonly AgreementRow[] };

/**
 * Several observers' masks of one structure to a consensus by every method, with what each has to do with the observers:
 * all that `softdice consensus` computes.
 *
 * Sizes are voxels and mL. Without a grid (or `shape` and `spacingMm`) what is measured in mm or mL is NaN and
 * `agreement.surface` null; `shape` is [N, 1, 1] then. NaN also stands for what does not exist, such as Dice of two empty
 * masks.
 *
 * @example
 * import { consensus } from "softdice";
 *
 * const anna = [0, 1, 1, 0];
 * const ben = [0, 1, 1, 1];
 * const { marginal, methods, masks, agreement } = consensus([anna, ben], {
 *   names: ["Anna", "Ben"],
 *   shape: [2, 2, 1],
 *   spacingMm: [1, 1, 3],
 * });
 * marginal.supDice; // 0.9090909090909091, that is 10/11
 * masks.diceOptimal; // Uint8Array [0, 1, 1, 1]
 * methods.majority.volumeMl; // 0.006
 * agreement.meanPairwiseDice; // 0.8
 *
 * @param raters R masks of N values, 0 or 1
 * @throws SoftdiceError for no masks, different lengths, other values, and options out of range or of other lengths
 */
export function consensusOfMasks(raters: readonly Numbers[], options: MaskOptions = {}): MaskConsensus {
  const { map, votes, found } = summarised(raters, options);
  const { selections, staple } = found.result;
  return {
    ...found.summary,
    rows: found.rows,
    masks: Object.fromEntries(
      consensusMethods.map((method) => [method, paint(map, votes, selections[method])]),
    ) as Record<ConsensusMethod, Uint8Array>,
    maps: {
      marginal: map.expand(meanVotes(votes), new Float64Array(map.voxels)),
      stapleProbability: map.expand(staple.probability, new Float64Array(map.voxels)),
    },
  };
}

/**
 * How far several observers' masks of one structure agree: Dice, conformity, Fleiss' kappa, distances between surfaces in
 * mm, each observer against the Dice-optimal consensus of the others, and who stands out.
 *
 * @example
 * import { agreement } from "softdice";
 *
 * const { pairwiseDice, fleissKappa, perObserver } = agreement([
 *   [0, 1, 1, 0],
 *   [0, 1, 1, 1],
 * ]);
 * pairwiseDice; // [[1, 0.8], [0.8, 1]]
 * fleissKappa; // 0.4666666666666667, that is 7/15
 * perObserver[0].dice; // 0.8
 *
 * @param raters R masks of N values, 0 or 1
 * @param options surface distances need a grid, or `shape` and `spacingMm`; `spacingMm` alone gives volumes in mL
 * @throws SoftdiceError as of {@link consensusOfMasks}
 */
export function agreement(raters: readonly Numbers[], options: MaskOptions = {}): MaskAgreement {
  const { summary, rows } = summarised(raters, options).found;
  return { ...summary.agreement, rows };
}

function summarised(raters: readonly Numbers[], options: MaskOptions) {
  checkArray("raters", raters, "a list of masks");
  checkObject("options", options);
  const { empty = defaultEmptyPolicy, ties = "exclude", toleranceMm = defaultToleranceMm } = options;
  checkEmptyPolicy(empty);
  checkChoice("ties", ties, ["exclude", "include"]);
  checkTolerance(toleranceMm);
  if (options.surfaces !== undefined) checkFlag("surfaces", options.surfaces);
  const names = observerNames(options.names, raters.length);
  const map = voteMap(raters);
  const votes = votePatterns(map, options);
  const grid = gridOfGeometry(options, map.voxels);
  return { map, votes, found: summarize({ map, votes, grid }, names, options) };
}
