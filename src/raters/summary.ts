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
import { type StandsOut, standsOut } from "./agreement/outlier.ts";
import { overlapOf } from "./agreement/overlap.ts";
import { type AgreementRow, agreementRows } from "./agreement/rows.ts";
import { surfaceMatrices } from "./agreement/surface.ts";
import { defaultToleranceMm } from "./agreement/tolerance.ts";
import { volumeVariation } from "./agreement/volumes.ts";
import {
  type ConsensusSummary,
  type MethodScore,
  type PairFigure,
  pairFigures,
  type SurfaceSummary,
} from "./consensusSummary.ts";
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

/** How a summary is computed. */
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
  const voxelMl = voxelVolumeMl(grid);
  const summary: ConsensusSummary = {
    shape: grid.shape,
    spacingMm: grid.spacingMm,
    ...volumeSummary(votes, voxelMl, result, views, empty),
    raters: names.map((name, k) => ({
      name,
      ...observerScore(votes, k, common[k], overlap.pairwiseDice[k]),
      volumeMl: votes.volumes[k] * voxelMl,
    })),
    agreement: {
      ...overlap,
      fleissKappa: fleissKappa(votes),
      volumeVariation: volumeVariation(votes.volumes),
      surface: surfaces === undefined ? null : surfaceSummary(surfaces, toleranceMm),
      perObserver: rows
        .filter(({ kind }) => kind === "observer")
        .map(({ observer: name, kind: _kind, reference: _reference, ...figures }) => ({ name, ...figures })),
      overPairs: overPairs(rows),
      standsOut: outlier === undefined ? null : { name: names[outlier.rater], evidence: evidenceOf(outlier) },
    },
    bootstrap: names.length < 2 ? null : bootstrapSummary(votes, voxelMl, seed),
    parameters: { empty, ties },
    warnings: warningsOf({ votes, names, result, views, common, isSheared }),
  };
  return { summary, result, rows, disagreement: surfaces?.disagreement };
}

/** How observer k's own mask relates to all observers; a {@link score} from the voxels in common with each of them. */
function observerScore(
  { volumes, weights }: VotePatterns,
  k: number,
  common: readonly number[],
  dice: readonly number[],
): Score & { readonly weight: number } {
  const weighted = (values: ArrayLike<number>): number =>
    weights.reduce((sum, w, j) => sum + w * values[j], 0) / weights.reduce((a, b) => a + b);
  const voxels = volumes[k];
  const expected = weighted(volumes);
  return {
    weight: weights[k],
    voxels,
    volumeBias: expected > 0 ? voxels / expected : Number.NaN,
    marginalDice: voxels + expected > 0 ? (2 * weighted(common)) / (voxels + expected) : dice[k],
    meanRaterDice: meanOfDefined(dice, weights),
  };
}

/** What says that an observer stands out, in a sentence's part. */
function evidenceOf({ ownDice, othersDice, ratio, criticalRatio }: StandsOut): string {
  const apart = ratio < 1000 ? `${ratio.toFixed(1)} times` : "more than 1000 times";
  return (
    `mean Dice ${ownDice.toFixed(3)} with the others, who have ${othersDice.toFixed(3)} among ` +
    `themselves; ${apart} as far apart, where ${criticalRatio} times is out of the ordinary`
  );
}

/** Marginal, half and methods. */
function volumeSummary(
  votes: VotePatterns,
  voxelMl: number,
  result: Consensus,
  views: readonly StapleInView[],
  empty: EmptyPolicy,
): Pick<ConsensusSummary, "marginal" | "half" | "methods"> {
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
