import { type Grid, voxelVolumeMl } from "../image/grid.ts";
import { bootstrapConsensusVolume } from "./agreement/bootstrap.ts";
import { fleissKappa } from "./agreement/kappa.ts";
import { overlapAgreement } from "./agreement/overlap.ts";
import { standsOut } from "./agreement/outlier.ts";
import { defaultToleranceMm, surfaceAgreement } from "./agreement/surface.ts";
import { volumeVariation } from "./agreement/volumes.ts";
import {
  consensus,
  type Consensus,
  type ConsensusMethod,
  consensusMethods,
  type ConsensusOptions,
} from "./consensus.ts";
import { defaultEmptyPolicy, type EmptyPolicy, meanOfDefined } from "./empty.ts";
import { stapleByFieldOfView, type StapleInView, unionBox } from "./fieldOfView.ts";
import { dividedVote } from "./majority.ts";
import { hasVote, type VotePatterns } from "./patterns.ts";
import { score, type Score } from "./score.ts";
import { select, size } from "./selection.ts";
import type { VoteMap } from "./voteMap.ts";

export interface SummaryOptions extends ConsensusOptions {
  /** What surface Dice tolerates, in mm; 2. */
  readonly toleranceMm?: number | undefined;
  /** Whether surface distances are computed, which take longest; true. */
  readonly surfaces?: boolean | undefined;
  /** Seed of the bootstrap; 1. */
  readonly seed?: number | undefined;
}

/** A segmentation's relation to the observers, with its volume. */
export interface ScoreInMl extends Score {
  readonly volumeMl: number;
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
  readonly methods: Readonly<Record<Exclude<ConsensusMethod, "staple">, ScoreInMl>> & {
    readonly staple: ScoreInMl & {
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
    readonly standsOut: { readonly name: string; readonly evidence: string } | null;
  };
  /** Of the Dice-optimal volume, over resampled observers; null for one observer. */
  readonly bootstrap: {
    readonly lowerMl: number;
    readonly upperMl: number;
    readonly level: number;
    readonly samples: number;
  } | null;
  readonly parameters: { readonly empty: EmptyPolicy; readonly ties: "include" | "exclude" };
  readonly warnings: readonly string[];
}

/** The warning of a summary where all masks are apart: two structures, perhaps, rather than two observers. */
export const DISJOINT: string =
  "No two observers' masks overlap: see that they are of one structure, and that names of structures and observers are " +
  "not swapped.";

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
}

/**
 * All methods and all agreement of the observers in a vote map.
 *
 * @param names one an observer
 * @returns the numbers, and the consensus that they describe
 */
export function summarize(
  { map, votes, grid }: { readonly map: VoteMap; readonly votes: VotePatterns; readonly grid: Grid },
  names: readonly string[],
  options: SummaryOptions = {},
): { readonly summary: ConsensusSummary; readonly result: Consensus } {
  const { empty = defaultEmptyPolicy, ties = "exclude", surfaces = true, seed = 1 } = options;
  const result = consensus(votes, { empty, ties });
  const voxelMl = voxelVolumeMl(grid);
  const inMl = (one: Score): ScoreInMl => ({ ...one, volumeMl: one.voxels * voxelMl });
  const { smallest: _, largest: __, ...optimum } = result.marginal;
  const { probability: ___, ...staple } = result.staple;
  const overlap = overlapAgreement(votes, empty);
  const outlier = standsOut(overlap.leaveOneOutDice);
  const box = unionBox(map, grid);
  const views = box === undefined ? [] : stapleByFieldOfView(votes, grid, box);
  const interval = names.length < 2 ? undefined : bootstrapConsensusVolume(votes, { seed });
  const methods = Object.fromEntries(
    consensusMethods.map((method) => [method, inMl(result.scores[method])]),
  ) as Record<ConsensusMethod, ScoreInMl>;
  const summary: ConsensusSummary = {
    shape: grid.shape,
    spacingMm: grid.spacingMm,
    raters: names.map((name, k) => {
      const own = select(votes, (p) => hasVote(votes.patterns[p], k));
      return { name, weight: votes.weights[k], ...inMl(score(votes, own, empty)) };
    }),
    marginal: {
      ...optimum,
      volumeMl: optimum.l1 * votes.voxels * voxelMl,
      volumeBounds: [optimum.l1 ** 2, 1],
    },
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
    agreement: {
      ...overlap,
      fleissKappa: fleissKappa(votes),
      volumeVariation: volumeVariation(votes.volumes),
      surface: surfaces ? surfaceSummary(map, grid, empty, options.toleranceMm ?? defaultToleranceMm) : null,
      standsOut:
        outlier === undefined
          ? null
          : {
              name: names[outlier.rater],
              evidence:
                `Dice ${outlier.leaveOneOutDice.toFixed(3)} against the consensus of the others, whose lowest is ` +
                `${outlier.nextDice.toFixed(3)}; Dixon's Q ${outlier.q.toFixed(3)} exceeds ${outlier.criticalQ} (1 %)`,
            },
    },
    bootstrap:
      interval === undefined
        ? null
        : {
            lowerMl: interval.lowerVoxels * voxelMl,
            upperMl: interval.upperVoxels * voxelMl,
            level: interval.level,
            samples: interval.samples,
          },
    parameters: { empty, ties },
    warnings: warningsOf(votes, names, result, views, overlap.pairwiseDice),
  };
  return { summary, result };
}

function surfaceSummary(map: VoteMap, grid: Grid, empty: EmptyPolicy, toleranceMm: number): SurfaceSummary {
  const surface = surfaceAgreement(map, grid, empty, toleranceMm);
  const overPairs = (matrix: readonly (readonly number[])[]): number =>
    meanOfDefined(matrix.flatMap((row, j) => row.slice(j + 1)));
  return {
    ...surface,
    mean: {
      hausdorffMm: overPairs(surface.hausdorffMm),
      hausdorff95Mm: overPairs(surface.hausdorff95Mm),
      meanDistanceMm: overPairs(surface.meanDistanceMm),
      surfaceDice: overPairs(surface.surfaceDice),
    },
  };
}

/** What a reader should know before using the numbers, a sentence each. */
function warningsOf(
  votes: VotePatterns,
  names: readonly string[],
  { marginal, staple }: Consensus,
  views: readonly StapleInView[],
  pairwiseDice: readonly (readonly number[])[],
): string[] {
  const emptyNames = names.filter((_, k) => votes.volumes[k] === 0);
  const divided = size(dividedVote(votes));
  const tied = marginal.maxVoxels - marginal.minVoxels;
  const stapleVoxels = views.map(({ voxels }) => voxels);
  const markers = names.map((_, k) => k).filter((k) => votes.volumes[k] > 0);
  const isDisjoint = markers.every((j) => markers.every((k) => j === k || pairwiseDice[j][k] === 0));
  return [
    isDisjoint && markers.length > 1 ? DISJOINT : undefined,
    names.length === 1 ? "There is one observer: nothing to agree on." : undefined,
    emptyNames.length === names.length
      ? "Nobody marked anything: every segmentation is Dice-optimal, with Dice 0."
      : emptyNames.length > 0
        ? `${emptyNames.join(", ")} marked nothing, and counts as an observer who saw nothing.`
        : undefined,
    tied > 0 && emptyNames.length < names.length
      ? `${tied} voxels tie with the threshold: they may be in or out without a change in Dice.`
      : undefined,
    divided > 0
      ? `Exactly half of the votes fell to ${divided} voxels, which a strict majority leaves out.`
      : undefined,
    staple.converged || names.length === 1
      ? undefined
      : `STAPLE did not converge in ${staple.iterations} iterations: its figures are those of the last one.`,
    new Set(stapleVoxels).size > 1
      ? `STAPLE depends on the field of view: ${views.map(({ view, voxels }) => `${voxels} voxels on the ${view}`).join(", ")}.`
      : undefined,
  ].filter((warning) => warning !== undefined);
}
