import { type Grid, voxelVolumeMl } from "../../image/grid.ts";
import { ratio, type EmptyPolicy } from "../empty.ts";
import type { MarkedPart } from "../markedPart.ts";
import { type ConsensusMethod, consensusMethods } from "../methods.ts";
import type { VotePatterns } from "../patterns.ts";
import { selectMarked, type Selection, size } from "../selection.ts";
import type { VoteMap } from "../voteMap.ts";
import { centroidShiftMm, centroidsOn } from "./centroid.ts";
import { type LeftOut, withoutEach } from "./leaveOneOut.ts";
import type { SurfaceDistances } from "./surface.ts";
import type { MeasuredSurfaces } from "./measuredSurfaces.ts";

/** An observer against a reference: another observer, the consensus of the others, or a method's segmentation. */
export interface AgreementRow extends SurfaceDistances {
  readonly kind: "pair" | "observer" | "method";
  readonly observer: string;
  /** An observer's name, "others", or the key of a method. */
  readonly reference: string;
  /** 2 |o ∩ r| / (|o| + |r|). */
  readonly dice: number;
  /** |o ∩ r| / |o ∪ r|. */
  readonly jaccard: number;
  /** |o| − |r|. */
  readonly volumeDifferenceMl: number;
  /** The same, of the mean of both volumes for a pair and of the reference's otherwise. */
  readonly volumeDifferencePercent: number;
  /** |o| / |r|. */
  readonly volumeRatio: number;
  /** Distance of the centres of mass. */
  readonly centroidShiftMm: number;
  /** |o ∩ r| / |r|. */
  readonly sensitivity: number;
  /** Share of the image outside r that is outside o. */
  readonly specificity: number;
}

const NO_DISTANCES: SurfaceDistances = {
  hausdorffMm: Number.NaN,
  hausdorff95Mm: Number.NaN,
  meanDistanceMm: Number.NaN,
  surfaceDice: Number.NaN,
};

/** What the rows are made of. */
export interface AgreementInput {
  /** The votes on the whole grid. */
  readonly wholeMap: () => VoteMap;
  /** The part of it that anyone marked. */
  readonly marked: MarkedPart | undefined;
  readonly votes: VotePatterns;
  readonly grid: Grid;
  readonly names: readonly string[];
  readonly selections: Readonly<Record<ConsensusMethod, Selection>>;
  /** |L_j ∩ L_k|, R×R. */
  readonly common: readonly (readonly number[])[];
  /** Of {@link leaveOneOut}; empty for one observer. */
  readonly leftOut: readonly LeftOut[];
  /** Undefined where surfaces are not asked for: their columns are NaN. */
  readonly surfaces: MeasuredSurfaces | undefined;
  readonly empty: EmptyPolicy;
}

/**
 * The table of agreement: first a row a pair of observers, then one an observer against the Dice-optimal consensus of the
 * others, then one an observer and method. Observers are not weighted.
 */
export function agreementRows(input: AgreementInput): AgreementRow[] {
  const { wholeMap, marked, votes, grid, names, selections, common, leftOut, surfaces, empty } = input;
  const { volumes, table, voxels } = votes;
  const voxelMl = voxelVolumeMl(grid);
  const centroidOf = centroidsOn(wholeMap, votes, grid, marked);
  const own = names.map((_, k) => centroidOf(selectMarked(votes, table.votesOf(k))));
  const row = (
    head: Pick<AgreementRow, "kind" | "observer" | "reference">,
    [o, r, inBoth]: readonly [number, number, number],
    shiftMm: number,
    distances: SurfaceDistances | undefined,
  ): AgreementRow => ({
    ...head,
    dice: ratio(2 * inBoth, o + r, empty),
    jaccard: ratio(inBoth, o + r - inBoth, empty),
    volumeDifferenceMl: (o - r) * voxelMl,
    volumeDifferencePercent: (100 * (o - r)) / (head.kind === "pair" ? (o + r) / 2 : r),
    volumeRatio: o / r,
    ...(distances ?? NO_DISTANCES),
    centroidShiftMm: shiftMm,
    sensitivity: inBoth / r,
    specificity: (voxels - o - r + inBoth) / (voxels - r),
  });
  const pairs = names.flatMap((observer, j) =>
    names.slice(j + 1).map((reference, n) => {
      const k = j + 1 + n;
      return row(
        { kind: "pair", observer, reference },
        [volumes[j], volumes[k], common[j][k]],
        centroidShiftMm(own[j], own[k]),
        surfaces?.pairs[j][k],
      );
    }),
  );
  const without = withoutEach(votes, leftOut);
  const observers = leftOut.map(({ consensus, common: inBoth }, k) =>
    row(
      { kind: "observer", observer: names[k], reference: "others" },
      [volumes[k], consensus, inBoth],
      centroidShiftMm(own[k], centroidOf(selectMarked(votes, without(k)))),
      surfaces?.others[k],
    ),
  );
  const methods = consensusMethods.flatMap((method) => {
    const inBoth = table.overPatterns(selections[method]);
    const reference = size(selections[method]);
    const centroid = centroidOf(selections[method]);
    return names.map((observer, k) =>
      row(
        { kind: "method", observer, reference: method },
        [volumes[k], reference, inBoth[k]],
        centroidShiftMm(own[k], centroid),
        surfaces?.methods[method][k],
      ),
    );
  });
  return [...pairs, ...observers, ...methods];
}
