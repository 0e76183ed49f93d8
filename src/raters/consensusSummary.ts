import type { Spread } from "../core/spread.ts";
import type { AgreementRow } from "./agreement/rows.ts";
import type { SurfaceDistances } from "./agreement/surface.ts";
import type { EmptyPolicy } from "./empty.ts";
import type { StapleInView } from "./fieldOfView.ts";
import type { ConsensusMethod } from "./methods.ts";
import type { Score } from "./score.ts";

/** A segmentation's relation to the observers, with its volume. */
export interface ScoreInMl extends Score {
  readonly volumeMl: number;
}

/** Figures of a pair of observers that are summed up over all pairs. */
export const pairFigures: readonly PairFigure[] = [
  "dice",
  "jaccard",
  "hausdorffMm",
  "hausdorff95Mm",
  "meanDistanceMm",
  "surfaceDice",
  "centroidShiftMm",
];

/** One of {@link pairFigures}. */
export type PairFigure = keyof SurfaceDistances | "dice" | "jaccard" | "centroidShiftMm";

/** One observer against the consensus of the others. */
export type ObserverAgreement = Omit<AgreementRow, "kind" | "observer" | "reference"> & {
  readonly name: string;
};

/** A method's relation to the observers. */
export interface MethodScore extends ScoreInMl {
  /** Mean rater Dice less marginal Dice, and what it cannot exceed: see {@link meanDiceGap}. */
  readonly meanDiceGap: number;
  readonly meanDiceGapBound: number;
}

/** Everything about one structure in numbers: the contents of `summary.json`. NaN stands for what does not exist. */
export interface ConsensusSummary {
  readonly shape: readonly number[];
  readonly spacingMm: readonly number[];
  readonly raters: readonly (ScoreInMl & { readonly name: string; readonly weight: number })[];
  readonly marginal: {
    readonly l1: number;
    readonly volumeMl: number;
    readonly supDice: number;
    readonly threshold: number;
    readonly minVoxels: number;
    readonly maxVoxels: number;
    /** Theorem 2, as fractions of the domain. */
    readonly volumeBounds: readonly [lower: number, upper: number];
  };
  /** {m ≥ 1/2} beside the strict majority, which leaves out the `tiedVoxels` with exactly half of the votes. */
  readonly half: { readonly voxels: number; readonly volumeMl: number; readonly tiedVoxels: number };
  readonly methods: Readonly<Record<Exclude<ConsensusMethod, "staple">, MethodScore>> & {
    readonly staple: MethodScore & {
      readonly sensitivity: readonly number[];
      readonly specificity: readonly number[];
      readonly prior: number;
      readonly iterations: number;
      readonly converged: boolean;
      readonly fieldOfView: readonly (StapleInView & { readonly volumeMl: number })[];
    };
  };
  readonly agreement: {
    readonly pairwiseDice: readonly (readonly number[])[];
    readonly meanPairwiseDice: number;
    readonly fleissKappa: number;
    readonly generalizedConformityIndex: number;
    readonly leaveOneOutDice: readonly number[];
    readonly volumeVariation: number;
    readonly surface: SurfaceSummary | null;
    /** Each observer against the Dice-optimal consensus of the others; empty for a single one. */
    readonly perObserver: readonly ObserverAgreement[];
    /** The figures of all pairs of observers, spread. */
    readonly overPairs: Readonly<Record<PairFigure, Spread>>;
    readonly standsOut: { readonly name: string; readonly evidence: string } | null;
  };
  /** Spread of the Dice-optimal volume over resampled observers; null for one observer. */
  readonly bootstrap: {
    readonly sdMl: number;
    readonly lowestMl: number;
    readonly lowerQuartileMl: number;
    readonly upperQuartileMl: number;
    readonly highestMl: number;
    readonly samples: number;
  } | null;
  readonly parameters: { readonly empty: EmptyPolicy; readonly ties: "include" | "exclude" };
  readonly warnings: readonly string[];
}

/** R×R matrices over the observers, and their means over the pairs. */
export interface SurfaceSummary {
  readonly toleranceMm: number;
  readonly hausdorffMm: readonly (readonly number[])[];
  readonly hausdorff95Mm: readonly (readonly number[])[];
  readonly meanDistanceMm: readonly (readonly number[])[];
  readonly surfaceDice: readonly (readonly number[])[];
  readonly mean: {
    readonly hausdorffMm: number;
    readonly hausdorff95Mm: number;
    readonly meanDistanceMm: number;
    readonly surfaceDice: number;
  };
  /**
   * Over the surface of the Dice-optimal consensus, the standard deviation over the observers of their surfaces' signed
   * distance: its mean over the area, and its largest value.
   */
  readonly localSdMm: { readonly mean: number; readonly max: number };
}
