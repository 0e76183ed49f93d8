import type { Triple } from "../../../image/grid.ts";
import type { ReferenceCase } from "../../../synthetic/reference/cases/case.ts";
import { referenceCases } from "../../../synthetic/reference/cases/cases.ts";
import { caseReference } from "../../../synthetic/reference/reference.ts";
import { scene, type SceneOptions } from "../../../synthetic/reference/scene.ts";
import { measureContours } from "../measure.ts";

/** How far softdice's own figure of a case is from the exact one, against the size of voxels. */
export interface ConvergenceSeries {
  readonly case: string;
  readonly quantity: string;
  readonly points: readonly ConvergencePoint[];
}

export interface ConvergencePoint {
  /** Side of the cubic voxels. */
  readonly voxelMm: number;
  /** Root of the mean square over positions of the grid, of the error over the exact value. */
  readonly error: number;
  /** The tolerance over the exact value, the largest over the positions. */
  readonly tolerance: number;
}

/** What is followed: volumes and overlaps, distances, consensus. */
const FOLLOWED: Readonly<Record<string, readonly string[]>> = {
  ball: ["volume_ml"],
  "shifted-ball": ["dice", "mean_distance_mm", "hausdorff95_mm", "surface_dice"],
  "row-of-balls": ["sup_marginal_dice"],
};

/** From 4 to 1 mm by factors of about √2. */
const VOXELS_MM: readonly number[] = [4, 2.83, 2, 1.41, 1];

/** Positions of the grid, in voxels. */
const POSITIONS: readonly Triple[] = [
  [0.31, -0.19, 0.12],
  [-0.07, 0.43, 0.28],
  [0.17, 0.09, -0.37],
];

/** The errors of our own figures on cubic voxels of several sizes. */
export function computeConvergence(
  options: Pick<SceneOptions, "orientation" | "toleranceMm">,
): ConvergenceSeries[] {
  const measured = VOXELS_MM.map((voxelMm) => ({
    voxelMm,
    values: POSITIONS.flatMap((offsetVoxels) =>
      errorsAt({ ...options, spacingMm: [voxelMm, voxelMm, voxelMm], offsetVoxels }),
    ),
  }));
  return Object.entries(FOLLOWED).flatMap(([name, quantities]) =>
    quantities.map((quantity) => ({
      case: name,
      quantity,
      points: measured.map(({ voxelMm, values }): ConvergencePoint => {
        const own = values.filter((value) => value.case === name && value.quantity === quantity);
        return {
          voxelMm,
          error: Math.sqrt(own.reduce((sum, { error }) => sum + error ** 2, 0) / own.length),
          tolerance: Math.max(...own.map(({ tolerance }) => tolerance)),
        };
      }),
    })),
  );
}

interface OneError {
  readonly case: string;
  readonly quantity: string;
  readonly error: number;
  readonly tolerance: number;
}

function errorsAt(options: SceneOptions): OneError[] {
  const at = scene(options);
  const cases: ReferenceCase[] = referenceCases(at).filter(({ name }) => name in FOLLOWED);
  return cases.flatMap((one) => {
    const { quantities } = caseReference(one, at);
    return measureContours(one, at).flatMap(({ quantity, text }) => {
      const exact = quantities.find((known) => known.quantity === quantity);
      if (exact === undefined || exact.value === 0) return [];
      return [
        {
          case: one.name,
          quantity,
          error: (Number(text) - exact.value) / exact.value,
          tolerance: exact.tolerance / exact.value,
        },
      ];
    });
  });
}
