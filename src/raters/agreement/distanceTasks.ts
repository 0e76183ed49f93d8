import type { Box } from "../../image/crop.ts";
import type { Grid } from "../../image/grid.ts";
import { type Directed, directedDistance } from "./directed.ts";
import { type Surface, SurfaceSpace } from "./surfaceSpace.ts";

/** The distances to one surface: a distance transform, and a walk over each surface that they are measured from. */
export interface DistanceTask {
  readonly to: Surface;
  readonly from: readonly Surface[];
}

/** Tasks that do not depend on each other, on the lattice of a box of a grid; plain data, which crosses threads. */
export interface DistanceTasks {
  readonly grid: Grid;
  readonly box: Box;
  readonly toleranceMm: number;
  readonly tasks: readonly DistanceTask[];
}

/**
 * Has tasks begun, where there is a thread for them, and gives what does the rest and answers with what it measures: of
 * each task, the distances from each of its surfaces. The same numbers wherever they are computed.
 */
export type BeginTasks = (tasks: DistanceTasks) => (space: SurfaceSpace) => Directed[][];

/** {@link BeginTasks} without another thread. */
export const beginNothing: BeginTasks =
  ({ tasks, toleranceMm }) =>
  (space) =>
    tasks.map((task) => measureTask(task, space, toleranceMm));

export function measureTask(
  { to, from }: DistanceTask,
  space: SurfaceSpace,
  toleranceMm: number,
): Directed[] {
  const squared = space.squaredDistancesTo(to);
  return from.map((surface) => directedDistance(surface, squared, toleranceMm));
}

/** The lattice that tasks are on. */
export function spaceOf({ grid, box }: DistanceTasks): SurfaceSpace {
  return new SurfaceSpace(grid, box);
}
