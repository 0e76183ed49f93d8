import type { MapEvaluation } from "./mapEvaluation.ts";
import type { Place } from "./place.ts";
import type { RegionDice } from "./regions.ts";

/** Distances between two surfaces; NaN where one of them has none. */
export interface SurfaceFigures {
  readonly hausdorff95Mm: number;
  readonly meanDistanceMm: number;
  readonly surfaceDice: number;
}

/** The model against one observer. */
export interface AgainstObserver extends SurfaceFigures {
  readonly name: string;
  readonly weight: number;
  /** The observer's. */
  readonly voxels: number;
  readonly volumeMl: number;
  readonly dice: number;
  readonly jaccard: number;
  /** The model's volume over the observer's. */
  readonly volumeRatio: number;
}

/** The Dice that a segmentation reaches, by its mean with the observers and by their marginal. */
export interface DicePair {
  readonly meanRaterDice: number;
  readonly marginalDice: number;
}

/**
 * A model's segmentation of one structure against its observers. NaN stands for what does not exist, `null` for what was not
 * asked for or cannot be computed of what was given.
 */
export interface CaseEvaluation extends DicePair {
  readonly observers: readonly AgainstObserver[];
  /** The model's. */
  readonly voxels: number;
  readonly volumeMl: number;
  /** The model's volume over the mean of the observers' volumes. */
  readonly volumeRatio: number;
  /** CRPS of the model's volume against the observers' volumes, in mL. */
  readonly volumeCrpsMl: number;
  readonly jaccard: number;
  /** What no segmentation whatever exceeds. */
  readonly ceiling: DicePair;
  /** Of the ceiling, what the model reaches: 1 for a best segmentation. */
  readonly share: DicePair;
  readonly observersAmongThemselves: Pick<Place, "leaveOneOut" | "modelOnSame" | "mean"> & {
    /** Means over the pairs of observers. */
    readonly surfaces: SurfaceFigures | null;
  };
  readonly difference: number;
  readonly place: number;
  readonly regions: RegionDice;
  /** Means over the observers, NaN without a grid. */
  readonly hausdorff95Mm: number;
  readonly meanDistanceMm: number;
  readonly surfaceDice: number;
  readonly generalisedEnergyDistance: number | null;
  readonly map: MapEvaluation | null;
  readonly warnings: readonly string[];
}
