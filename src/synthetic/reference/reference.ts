import type { Grid } from "../../image/grid.ts";
import { referenceCases } from "./cases/cases.ts";
import type { ReferenceCase } from "./cases/case.ts";
import type { Quantity } from "./quantities/quantity.ts";
import { singleQuantities, volumeQuantity } from "./quantities/single.ts";
import { surfaceQuantities } from "./quantities/surfaces.ts";
import { voteQuantities } from "./quantities/votes.ts";
import type { Scene } from "./scene.ts";
import { voxelError } from "./voxelError.ts";

/** What `reference.json` says of a case. */
export interface CaseReference {
  readonly case: string;
  readonly description: string;
  readonly observers: readonly string[];
  readonly quantities: readonly Quantity[];
}

/** Everything that is known of the shapes on one grid. */
export interface Reference {
  readonly grid: Grid;
  /** The tolerance of surface Dice. */
  readonly toleranceMm: number;
  /** No contour is farther than this from its edges. */
  readonly sagittaMm: number;
  readonly cases: readonly CaseReference[];
}

/** The figures of every case on the grid of a scene. */
export function referenceOf(scene: Scene): Reference {
  const { grid, toleranceMm, sagittaMm } = scene;
  const cases = referenceCases(scene).map((one) => caseReference(one, scene));
  return { grid, toleranceMm, sagittaMm, cases };
}

/** The figures of one case. */
export function caseReference(one: ReferenceCase, scene: Scene): CaseReference {
  const { name, description, observers } = one;
  const errors = observers.map(({ shape }) => voxelError(shape, scene));
  const quantities =
    observers.length === 1
      ? singleQuantities(one, scene, errors[0])
      : [
          ...observers.map(({ shape }, k) => volumeQuantity(shape, scene, errors[k], `volume_${k + 1}_ml`)),
          ...voteQuantities(one, scene, errors),
          ...surfaceQuantities(one, scene),
        ];
  return { case: name, description, observers: observers.map((observer) => observer.name), quantities };
}
