import type { Grid } from "../../../image/grid.ts";
import type { ReferenceCase } from "../cases/case.ts";
import type { Scene } from "../scene.ts";
import { hausdorffMm, hausdorffShareMm, meanDistanceMm, surfaceDice, type SurfacePair } from "../surfaces.ts";
import { bodyDistances, borderPoints, nearestDistances, percentile } from "../voxels/border.ts";
import { maskOf } from "../voxels/mask.ts";
import { type Alternative, type Quantity, unlike } from "./quantity.ts";

const PROOF =
  "the diagonal of a voxel: a border between voxels is within half a diagonal of a body's surface, and the surface of it " +
  "(Stelldinger & Köthe 2005, for parts thicker than a voxel); twice that for two surfaces";

/** Area of marching-cubes elements is that of the surface to about this share. */
const AREA_SHARE = 0.02;

/** Distances between the surfaces of two observers. */
export function surfaceQuantities(
  { observers, surfaces, hausdorffMm: only, hausdorffOfSetsMm }: ReferenceCase,
  { grid, toleranceMm, sagittaMm }: Scene,
): Quantity[] {
  const halfDiagonal = Math.hypot(...grid.spacingMm) / 2 + sagittaMm;
  const byPoints = voxelFigures(
    observers.map(({ shape }) => maskOf(shape, grid)),
    grid,
    toleranceMm,
  );
  const alternativesOf = (name: keyof BorderFigures): Alternative[] => [
    ...byPoints.inMm[name].map((value) => ({ cause: "border voxels counted instead of area", value })),
    ...byPoints.inVoxels[name].map((value) => ({ cause: "spacing ignored: distances in voxels", value })),
    ...(name === "hausdorff95Mm" || name === "meanDistanceMm"
      ? byPoints.ofBodies[name].map((value) => ({
          cause: "all voxels of the bodies, not their surfaces",
          value,
        }))
      : []),
  ];
  const largest =
    surfaces === undefined ? only : { value: hausdorffMm(surfaces), formula: "max of both directions" };
  if (largest === undefined) return [];
  const ofSets =
    hausdorffOfSetsMm === undefined
      ? []
      : [{ cause: "distance of the filled bodies, not of their surfaces", value: hausdorffOfSetsMm }];
  const hausdorff: Quantity = {
    quantity: "hausdorff_mm",
    unit: "mm",
    ...largest,
    tolerance: Math.max(
      2 * halfDiagonal,
      ...byPoints.inMm.hausdorffMm.map((mm) => Math.abs(mm - largest.value) * (1 + 1e-9)),
    ),
    toleranceBy: `${PROOF}; or else what the centres of the masks' border voxels give, which lie up to a voxel inside`,
    alternatives: unlike(largest.value, [
      ...ofSets,
      ...(surfaces === undefined ? [] : oneWay(surfaces.there.maxMm, surfaces.back.maxMm)),
      ...alternativesOf("hausdorffMm").filter(({ cause }) => cause.startsWith("spacing")),
    ]),
  };
  if (surfaces === undefined) return [hausdorff];
  const { there, back } = surfaces;
  const at95 = hausdorffShareMm(surfaces, 0.95);
  const dice = surfaceDice(surfaces, toleranceMm);
  const mean = meanDistanceMm(surfaces);
  const [meanThere, meanBack] = [there.momentMm3 / there.areaMm2, back.momentMm3 / back.areaMm2];
  return [
    hausdorff,
    {
      quantity: "hausdorff95_mm",
      unit: "mm",
      value: at95,
      formula: "max of both directions' distance within which lies 95 % of the surface's area",
      tolerance:
        2 * halfDiagonal +
        Math.max(
          ...[-1, 1].map((sign) => Math.abs(hausdorffShareMm(surfaces, 0.95 + sign * AREA_SHARE) - at95)),
        ),
      toleranceBy: `${PROOF}; and the step that 2 % of the area make, which is how well voxels know it`,
      alternatives: unlike(at95, alternativesOf("hausdorff95Mm")),
    },
    {
      quantity: "mean_distance_mm",
      unit: "mm",
      value: mean,
      formula: "∫ distance dA over both surfaces / their area",
      tolerance: halfDiagonal,
      toleranceBy:
        "half the diagonal of a voxel: the corner of voxels nearest to a flat surface is a quarter of it away in the mean; " +
        "twice that for two surfaces",
      alternatives: unlike(mean, [
        ...oneWay(meanThere, meanBack),
        {
          cause: "mean of both directions' means, not over the area of both",
          value: (meanThere + meanBack) / 2,
        },
        ...alternativesOf("meanDistanceMm"),
      ]),
    },
    {
      quantity: "surface_dice",
      unit: "1",
      value: dice,
      formula: `area of both surfaces within ${toleranceMm} mm of the other / area of both`,
      tolerance: Math.max(
        ...[-1, 1].map((sign) => meanChange(surfaces, toleranceMm, (sign * 2 * halfDiagonal) / STEPS)),
      ),
      toleranceBy:
        "the mean change of its value over tolerances up to the diagonal of a voxel smaller, or larger: so far two surfaces of " +
        "voxels may be off, and half of it in the mean",
      alternatives: unlike(dice, [
        ...oneWay(there.within(toleranceMm) / there.areaMm2, back.within(toleranceMm) / back.areaMm2),
        ...alternativesOf("surfaceDice"),
      ]),
    },
  ];
}

/** Displacements that {@link meanChange} averages over. */
const STEPS = 64;

/** The mean of |surface Dice at tolerance + e − surface Dice at tolerance| over e = step/2, 3 step/2, … */
function meanChange(surfaces: SurfacePair, toleranceMm: number, step: number): number {
  const exact = surfaceDice(surfaces, toleranceMm);
  let sum = 0;
  for (let n = 0; n < STEPS; n++)
    sum += Math.abs(surfaceDice(surfaces, toleranceMm + (n + 0.5) * step) - exact);
  return sum / STEPS;
}

function oneWay(there: number, back: number): Alternative[] {
  return [
    { cause: "one direction only: from the first to the second", value: there },
    { cause: "one direction only: from the second to the first", value: back },
  ];
}

/** Figures by the centres of border voxels, each by the definitions that are in use. */
interface BorderFigures {
  readonly hausdorffMm: readonly number[];
  readonly hausdorff95Mm: readonly number[];
  readonly meanDistanceMm: readonly number[];
  readonly surfaceDice: readonly number[];
}

const NOTHING: BorderFigures = { hausdorffMm: [], hausdorff95Mm: [], meanDistanceMm: [], surfaceDice: [] };

interface VoxelFigures {
  readonly inMm: BorderFigures;
  /** With a spacing of 1, which differs where the spacing does. */
  readonly inVoxels: BorderFigures;
  /** Over all voxels of both bodies, those in common as 0. */
  readonly ofBodies: Pick<BorderFigures, "hausdorff95Mm" | "meanDistanceMm">;
}

function voxelFigures(masks: readonly Uint8Array[], grid: Grid, toleranceMm: number): VoxelFigures {
  const isUnit = grid.spacingMm.every((mm) => mm === 1);
  return {
    inMm: borderFigures(masks, grid, grid.spacingMm, toleranceMm),
    inVoxels: isUnit ? NOTHING : borderFigures(masks, grid, [1, 1, 1], toleranceMm),
    ofBodies: bodyFigures(masks, grid),
  };
}

function bodyFigures([first, second]: readonly Uint8Array[], grid: Grid): VoxelFigures["ofBodies"] {
  const { spacingMm } = grid;
  const there = bodyDistances(first, second, borderPoints(second, grid, spacingMm), grid, spacingMm);
  const back = bodyDistances(second, first, borderPoints(first, grid, spacingMm), grid, spacingMm);
  const percentiles = [percentile(there, 0.95), percentile(back, 0.95)];
  const means = [meanOf(there), meanOf(back)];
  return {
    hausdorff95Mm: [Math.max(...percentiles), (percentiles[0] + percentiles[1]) / 2],
    meanDistanceMm: [(means[0] + means[1]) / 2, Math.max(...means)],
  };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function borderFigures(
  [first, second]: readonly Uint8Array[],
  grid: Grid,
  spacingMm: Grid["spacingMm"],
  toleranceMm: number,
): BorderFigures {
  const [a, b] = [borderPoints(first, grid, spacingMm), borderPoints(second, grid, spacingMm)];
  const [there, back] = [nearestDistances(a, b), nearestDistances(b, a)];
  const both = Float64Array.of(...there, ...back).sort();
  const percentiles = [percentile(there, 0.95), percentile(back, 0.95)];
  return {
    hausdorffMm: [percentile(both, 1)],
    hausdorff95Mm: [percentile(both, 0.95), Math.max(...percentiles), (percentiles[0] + percentiles[1]) / 2],
    meanDistanceMm: [meanOf(both), (meanOf(there) + meanOf(back)) / 2],
    surfaceDice: [both.filter((mm) => mm <= toleranceMm).length / both.length],
  };
}
