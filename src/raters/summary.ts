import { type Spread, spreadOf } from "../core/spread.ts";
import { isPlaced } from "../image/geometry.ts";
import { type Grid, voxelVolumeMl } from "../image/grid.ts";
import { resampleConsensusVolume } from "./agreement/bootstrap.ts";
import { commonVoxels } from "./agreement/common.ts";
import type { LocalDisagreement } from "./agreement/disagreement.ts";
import type { BeginTasks } from "./agreement/distanceTasks.ts";
import { fleissKappa } from "./agreement/kappa.ts";
import { leaveOneOut } from "./agreement/leaveOneOut.ts";
import { hasRightAngles, type MeasuredSurfaces, measureSurfaces } from "./agreement/measuredSurfaces.ts";
import { standsOut } from "./agreement/outlier.ts";
import { overlapOf } from "./agreement/overlap.ts";
import { type AgreementRow, agreementRows } from "./agreement/rows.ts";
import { type SurfaceDistances, surfaceMatrices } from "./agreement/surface.ts";
import { defaultToleranceMm } from "./agreement/tolerance.ts";
import { volumeVariation } from "./agreement/volumes.ts";
import { consensus, type Consensus, type ConsensusOptions } from "./consensus.ts";
import { defaultEmptyPolicy, type EmptyPolicy, meanOfDefined } from "./empty.ts";
import { defaultMarginMm, stapleByFieldOfView, type StapleInView } from "./fieldOfView.ts";
import { dividedVote, halfVote } from "./majority.ts";
import { markedPart, type MarkedPart } from "./markedPart.ts";
import { meanDiceGap } from "./meanDiceGap.ts";
import { type ConsensusMethod, consensusMethods } from "./methods.ts";
import type { VotePatterns } from "./patterns.ts";
import type { Score } from "./score.ts";
import { size } from "./selection.ts";
import type { VoteMap } from "./voteMap.ts";
import { warningsOf } from "./warnings.ts";

export interface SummaryOptions extends ConsensusOptions {
  /** What surface Dice tolerates, in mm; 2. */
  readonly toleranceMm?: number | undefined;
  /** Whether surface distances are computed, which take longest; true. */
  readonly surfaces?: boolean | undefined;
  /** Seed of the bootstrap; 1. */
  readonly seed?: number | undefined;
  /** Has surface distances begun on another thread; none. */
  readonly begin?: BeginTasks | undefined;
}

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

/** Whose votes a summary is of. */
export interface SummaryInput {
  /** The votes on the whole grid; where `marked` is given, a way to them, taken only where voxels that nobody marked count. */
  readonly map: VoteMap | (() => VoteMap);
  /** Of the whole grid. */
  readonly votes: VotePatterns;
  /** Where its place is unknown (see {@link isPlaced}), nothing is measured in mm and STAPLE not repeated in other fields of view. */
  readonly grid: Grid;
  /** The smallest part that holds all that anyone marked, where it is known already; its patterns are those of `votes`. */
  readonly marked?: MarkedPart | undefined;
}

/** A summary with what it was computed from. */
export interface Summarized {
  readonly summary: ConsensusSummary;
  /** The consensus that it describes. */
  readonly result: Consensus;
  /** The table of agreement, of which the summary holds the observers' rows. */
  readonly rows: readonly AgreementRow[];
  /** Undefined without surfaces; see {@link MeasuredSurfaces}. */
  readonly disagreement: LocalDisagreement | undefined;
}

/**
 * All methods and all agreement of the observers in a vote map.
 *
 * @param names one an observer
 */
export function summarize(
  { map, votes, grid, marked: known }: SummaryInput,
  names: readonly string[],
  options: SummaryOptions = {},
): Summarized {
  const { empty = defaultEmptyPolicy, ties = "exclude", seed = 1 } = options;
  const { surfaces: isAsked = true, toleranceMm = defaultToleranceMm, begin } = options;
  const result = consensus(votes, { empty, ties });
  const common = commonVoxels(votes);
  const leftOut = leaveOneOut(votes);
  const overlap = overlapOf(votes, common, leftOut, empty);
  const wholeMap = (): VoteMap => (typeof map === "function" ? map() : map);
  const marked = known ?? markedPart(wholeMap(), grid);
  const isSheared = isAsked && !hasRightAngles(grid);
  const surfaces =
    isAsked && !isSheared && isPlaced(grid)
      ? measureSurfaces(
          { wholeMap, marked, votes, grid },
          result.selections,
          leftOut,
          empty,
          toleranceMm,
          begin,
        )
      : undefined;
  const { selections } = result;
  const rows = agreementRows({
    wholeMap,
    marked,
    votes,
    grid,
    names,
    selections,
    common,
    leftOut,
    surfaces,
    empty,
  });
  const views =
    marked === undefined || !isPlaced(grid)
      ? []
      : stapleByFieldOfView(votes, grid, marked.box, defaultMarginMm, result.staple);
  const outlier = standsOut(overlap.pairwiseDice);
  const summary: ConsensusSummary = {
    shape: grid.shape,
    spacingMm: grid.spacingMm,
    ...volumeSummary(votes, grid, result, views, empty),
    raters: names.map((name, k) => observerSummary(name, k, votes, common[k], overlap.pairwiseDice[k], grid)),
    agreement: {
      ...overlap,
      fleissKappa: fleissKappa(votes),
      volumeVariation: volumeVariation(votes.volumes),
      surface: surfaces === undefined ? null : surfaceSummary(surfaces, toleranceMm),
      perObserver: rows
        .filter(({ kind }) => kind === "observer")
        .map(({ observer: name, kind: _kind, reference: _reference, ...figures }) => ({ name, ...figures })),
      overPairs: overPairs(rows),
      standsOut:
        outlier === undefined
          ? null
          : {
              name: names[outlier.rater],
              evidence:
                `mean Dice ${outlier.ownDice.toFixed(3)} with the others, who have ${outlier.othersDice.toFixed(3)} among ` +
                `themselves; ${outlier.ratio < 1000 ? `${outlier.ratio.toFixed(1)} times` : "more than 1000 times"} as far ` +
                `apart, where ${outlier.criticalRatio} times is out of the ordinary`,
            },
    },
    bootstrap: names.length < 2 ? null : bootstrapSummary(votes, voxelVolumeMl(grid), seed),
    parameters: { empty, ties },
    warnings: warningsOf({ votes, names, result, views, common, isSheared }),
  };
  return { summary, result, rows, disagreement: surfaces?.disagreement };
}

/** How observer k's own mask relates to all observers; a {@link score} from the voxels in common with each of them. */
function observerSummary(
  name: string,
  k: number,
  { volumes, weights }: VotePatterns,
  common: readonly number[],
  dice: readonly number[],
  grid: Grid,
): ConsensusSummary["raters"][number] {
  const weighted = (values: ArrayLike<number>): number =>
    weights.reduce((sum, w, j) => sum + w * values[j], 0) / weights.reduce((a, b) => a + b);
  const voxels = volumes[k];
  const expected = weighted(volumes);
  return {
    name,
    weight: weights[k],
    voxels,
    volumeBias: expected > 0 ? voxels / expected : Number.NaN,
    marginalDice: voxels + expected > 0 ? (2 * weighted(common)) / (voxels + expected) : dice[k],
    meanRaterDice: meanOfDefined(dice, weights),
    volumeMl: voxels * voxelVolumeMl(grid),
  };
}

/** Marginal, half and methods. */
function volumeSummary(
  votes: VotePatterns,
  grid: Grid,
  result: Consensus,
  views: readonly StapleInView[],
  empty: EmptyPolicy,
): Pick<ConsensusSummary, "marginal" | "half" | "methods"> {
  const voxelMl = voxelVolumeMl(grid);
  const { smallest: _, largest: __, ...optimum } = result.marginal;
  const { probability: ___, ...staple } = result.staple;
  const methods = Object.fromEntries(
    consensusMethods.map((method): [ConsensusMethod, MethodScore] => {
      const one = result.scores[method];
      const { gap, bound } = meanDiceGap(votes, result.selections[method], empty);
      return [method, { ...one, volumeMl: one.voxels * voxelMl, meanDiceGap: gap, meanDiceGapBound: bound }];
    }),
  ) as Record<ConsensusMethod, MethodScore>;
  const halfVoxels = size(halfVote(votes));
  return {
    marginal: {
      ...optimum,
      volumeMl: optimum.l1 * votes.voxels * voxelMl,
      volumeBounds: [optimum.l1 ** 2, 1],
    },
    half: { voxels: halfVoxels, volumeMl: halfVoxels * voxelMl, tiedVoxels: size(dividedVote(votes)) },
    methods: {
      ...methods,
      staple: {
        ...methods.staple,
        ...staple,
        sensitivity: [...staple.sensitivity],
        specificity: [...staple.specificity],
        fieldOfView: views.map((view) => ({ ...view, volumeMl: view.voxels * voxelMl })),
      },
    },
  };
}

function surfaceSummary({ pairs, disagreement }: MeasuredSurfaces, toleranceMm: number): SurfaceSummary {
  const matrices = surfaceMatrices(pairs, toleranceMm);
  const mean = (matrix: readonly (readonly number[])[]): number =>
    meanOfDefined(matrix.flatMap((row, j) => row.slice(j + 1)));
  const areaMm2 = disagreement?.areasMm2.reduce((a, b) => a + b, 0) ?? Number.NaN;
  const moment = disagreement?.sdMm.reduce((sum, sd, e) => sum + sd * disagreement.areasMm2[e], 0);
  return {
    ...matrices,
    mean: {
      hausdorffMm: mean(matrices.hausdorffMm),
      hausdorff95Mm: mean(matrices.hausdorff95Mm),
      meanDistanceMm: mean(matrices.meanDistanceMm),
      surfaceDice: mean(matrices.surfaceDice),
    },
    localSdMm: {
      mean: (moment ?? Number.NaN) / areaMm2,
      max: disagreement?.sdMm.reduce((a, b) => Math.max(a, b)) ?? Number.NaN,
    },
  };
}

function overPairs(rows: readonly AgreementRow[]): Record<PairFigure, Spread> {
  const pairs = rows.filter(({ kind }) => kind === "pair");
  return Object.fromEntries(
    pairFigures.map((figure) => [figure, spreadOf(pairs.map((row) => row[figure]))]),
  ) as Record<PairFigure, Spread>;
}

function bootstrapSummary(
  votes: VotePatterns,
  voxelMl: number,
  seed: number,
): NonNullable<ConsensusSummary["bootstrap"]> {
  const found = resampleConsensusVolume(votes, { seed });
  return {
    sdMl: found.sdVoxels * voxelMl,
    lowestMl: found.lowestVoxels * voxelMl,
    lowerQuartileMl: found.lowerQuartileVoxels * voxelMl,
    upperQuartileMl: found.upperQuartileVoxels * voxelMl,
    highestMl: found.highestVoxels * voxelMl,
    samples: found.samples,
  };
}
