import type { DiceOptimum } from "../../../src/core/optimum.ts";
import type { Box } from "../../../src/image/crop.ts";
import type { Grid, Triple } from "../../../src/image/grid.ts";
import type { ConsensusMethod } from "../../../src/raters/methods.ts";
import type { StudyAccount } from "./stored.ts";
import type { OverlapAgreement } from "../../../src/raters/agreement/overlap.ts";

/**
 * One structure with everything that the views show of it. Voxels that no figure and no segmentation tells apart form a
 * class, so that thresholds, volumes and pictures cost a look into a table of P classes. Class 0 is the background. The
 * voxels of a class have one value of m, or for a map of very many values nearly one (see mapClasses.ts).
 */
export interface Analysis {
  readonly structure: string;
  readonly kind: "masks" | "map";
  /** The whole image. */
  readonly grid: Grid;
  /** Where anything is marked; class 0 outside. */
  readonly box: Box;
  /** Whether the voxels have a size: a map without geometry has volumes in voxels only. */
  readonly hasGeometry: boolean;
  /** A voxel in the middle of the structure, in the slice that holds most of it. */
  readonly focus: Triple;
  /** Class of each voxel of the box, first axis fastest. */
  readonly classes: Uint8Array | Uint16Array | Uint32Array;
  /** Mean m of each class, P values. */
  readonly marginal: Float64Array;
  /** Largest m of each class, P values: {m > a} is made of the classes whose largest m is above a. */
  readonly largest: Float64Array;
  /** {m > a} is made of whole classes for the methods' thresholds and for the multiples of this; 0 where it is for every a. */
  readonly thresholdStep: number;
  /** Voxels of each class in the whole image, P values. */
  readonly counts: Float64Array;
  readonly optimum: DiceOptimum;
  /** Observers that count, none for a map. */
  readonly observers: readonly AnalysedObserver[];
  readonly methods: readonly AnalysedMethod[];
  /** STAPLE's probability of each class. */
  readonly stapleProbability: Float64Array | undefined;
  /** Agreement of the observers; undefined for a map. */
  readonly agreement: (OverlapAgreement & { readonly fleissKappa: number }) | undefined;
}

export interface AnalysedObserver {
  /** Index in the structure's list. */
  readonly index: number;
  readonly name: string;
  readonly voxels: number;
  /** 1 for the classes that the observer marked, P values. */
  readonly taken: Uint8Array;
}

export interface AnalysedMethod {
  readonly name: ConsensusMethod | "half";
  readonly voxels: number;
  /** NaN without geometry. */
  readonly volumeMl: number;
  /** Its volume over the marginal's; NaN where nothing is marked. */
  readonly volumeBias: number;
  readonly marginalDice: number;
  /** NaN for a map. */
  readonly meanRaterDice: number;
  /** 1 for the classes in the segmentation, P values. */
  readonly taken: Uint8Array;
}

/** What a page knows of an opened study. */
export interface StudyInfo extends StudyAccount {
  readonly structures: readonly StructureInfo[];
}

export interface StructureInfo {
  readonly name: string;
  readonly kind: "masks" | "map";
  readonly grid: Grid;
  /** Whether the grid is that of an image; else voxels have no size. */
  readonly hasGeometry: boolean;
  readonly hasImage: boolean;
  /** Of the image, as DICOM has it: "CT", "MR", …; empty where nothing says it. */
  readonly modality: string;
  readonly observers: readonly { readonly name: string; readonly voxels: number }[];
}
