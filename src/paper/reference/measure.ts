import { dice } from "../../core/dice.ts";
import { rasterise } from "../../formats/dicom/rasterise.ts";
import { type Grid, voxelToMm, voxelVolumeMl } from "../../image/grid.ts";
import { voteMap, votePatterns, type VotePatterns } from "../../raters/patterns.ts";
import { select, size } from "../../raters/selection.ts";
import type { ConsensusSummary } from "../../raters/consensusSummary.ts";
import { summarize } from "../../raters/summary.ts";
import type { ReferenceCase } from "../../synthetic/reference/cases/case.ts";
import { referenceCases } from "../../synthetic/reference/cases/cases.ts";
import type { ReportedValue } from "../../synthetic/reference/check/verdict.ts";
import type { Reference } from "../../synthetic/reference/reference.ts";
import type { Scene } from "../../synthetic/reference/scene.ts";
import { maskOf } from "../../synthetic/reference/voxels/mask.ts";
import { momentsOf } from "../../synthetic/reference/voxels/moments.ts";
import { contoursOf } from "./structures.ts";

/** What softdice itself makes of the contours of every case: a value for each figure of the reference. */
export function measureReference(scene: Scene, { cases }: Pick<Reference, "cases">): ReportedValue[] {
  const known = new Map(cases.map((one) => [one.case, one.quantities.map(({ quantity }) => quantity)]));
  return referenceCases(scene)
    .flatMap((one) => measureContours(one, scene))
    .filter((value) => known.get(value.case)?.includes(value.quantity));
}

/** What softdice makes of the contours of one case, voxels as `softdice convert` draws them. */
export function measureContours(one: ReferenceCase, scene: Scene): ReportedValue[] {
  const masks = one.observers.map(({ shape }) => {
    const contours = contoursOf(shape, scene).map(({ points }) => points);
    return rasterise(contours, scene.grid, { nested: "holes" }).mask;
  });
  return measureMasks(one, masks, scene);
}

/** What softdice makes of the masks of one case, one an observer. */
export function measureMasks(
  one: ReferenceCase,
  masks: readonly Uint8Array[],
  { grid, toleranceMm }: Scene,
): ReportedValue[] {
  const values =
    masks.length === 1
      ? measureMask(masks[0], maskOf(one.observers[0].shape, grid), grid)
      : measureObservers(one, masks, grid, toleranceMm);
  return Object.entries(values).map(([quantity, value]) => ({
    case: one.name,
    quantity,
    text: String(value),
  }));
}

function measureMask(mask: Uint8Array, given: Uint8Array, grid: Grid): Record<string, number> {
  const { voxels, meanIndex } = momentsOf(mask, grid);
  const [x, y, z] = voxelToMm(grid, meanIndex);
  return {
    volume_ml: voxels * voxelVolumeMl(grid),
    centroid_x_mm: x,
    centroid_y_mm: y,
    centroid_z_mm: z,
    dice_with_mask: dice(mask, given),
  };
}

function measureObservers(
  { observers }: ReferenceCase,
  masks: readonly Uint8Array[],
  grid: Grid,
  toleranceMm: number,
): Record<string, number> {
  const map = voteMap(masks);
  const votes = votePatterns(map);
  const names = observers.map(({ name }) => name);
  const { summary } = summarize({ map, votes, grid }, names, { toleranceMm, surfaces: masks.length === 2 });
  const volumes = Object.fromEntries(
    summary.raters.map(({ volumeMl }, k) => [`volume_${k + 1}_ml`, volumeMl]),
  );
  return {
    ...volumes,
    ...(masks.length === 2 ? pairFigures(summary) : consensusFigures(summary, votes, voxelVolumeMl(grid))),
  };
}

function pairFigures({ agreement, methods }: ConsensusSummary): Record<string, number> {
  const { surface, pairwiseDice } = agreement;
  return {
    dice: pairwiseDice[0][1],
    jaccard: methods.intersection.voxels / methods.union.voxels,
    ...(surface === null
      ? {}
      : {
          hausdorff_mm: surface.hausdorffMm[0][1],
          hausdorff95_mm: surface.hausdorff95Mm[0][1],
          mean_distance_mm: surface.meanDistanceMm[0][1],
          surface_dice: surface.surfaceDice[0][1],
        }),
  };
}

function consensusFigures(
  { marginal, methods, agreement, raters }: ConsensusSummary,
  votes: VotePatterns,
  voxelMl: number,
): Record<string, number> {
  const atLeast = (n: number): number =>
    voxelMl * size(select(votes, (p) => votes.votes[p] * raters.length >= n * votes.allVotes));
  const { staple } = methods;
  return {
    ...Object.fromEntries(raters.map((_, n) => [`volume_of_${n + 1}_votes_ml`, atLeast(n + 1)])),
    marginal_ml: marginal.volumeMl,
    sup_marginal_dice: marginal.supDice,
    threshold: marginal.threshold,
    dice_optimal_ml: methods.diceOptimal.volumeMl,
    majority_ml: methods.majority.volumeMl,
    mean_rater_dice: methods.meanRaterOptimal.meanRaterDice,
    mean_rater_optimal_ml: methods.meanRaterOptimal.volumeMl,
    staple_ml: staple.volumeMl,
    ...Object.fromEntries(staple.sensitivity.map((value, k) => [`staple_sensitivity_${k + 1}`, value])),
    ...Object.fromEntries(staple.specificity.map((value, k) => [`staple_specificity_${k + 1}`, value])),
    mean_pairwise_dice: agreement.meanPairwiseDice,
    conformity_index: agreement.generalizedConformityIndex,
    fleiss_kappa: agreement.fleissKappa,
  };
}
