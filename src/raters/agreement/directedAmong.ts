import type { Triple } from "../../image/grid.ts";
import type { Directed } from "./directed.ts";
import { FourTargets } from "./fourTargets.ts";
import type { Surface, SurfaceSpace } from "./surfaceSpace.ts";

/**
 * The distances from each of R surfaces to each, [j][k] from surface j to surface k, as `directedDistance` gives them: with
 * one distance transform a surface, and four of them for each walk over a surface.
 *
 * @param visit called after each transform, with mm² from each lattice point to surface k
 */
export function directedAmong(
  surfaces: readonly Surface[],
  space: SurfaceSpace,
  toleranceMm: number,
  visit: (k: number, squared: Float64Array) => void = () => undefined,
): Directed[][] {
  const directed: Directed[][] = surfaces.map(() => []);
  const { positions, placesOf } = pointsOf(surfaces, space.lattice);
  const largest = surfaces.reduce((most, { positions: own }) => Math.max(most, own.length), 0);
  const targets = new FourTargets(positions, largest, toleranceMm);
  for (let first = 0; first < surfaces.length; first += 4) {
    const group = surfaces.slice(first, first + 4);
    for (const [lane, surface] of group.entries()) {
      const squared = space.squaredDistancesTo(surface);
      targets.aim(lane, squared);
      visit(first + lane, squared);
    }
    for (const [j, from] of surfaces.entries())
      directed[j].push(...targets.measure(from, placesOf[j]).slice(0, group.length));
  }
  return directed;
}

/** The points of all surfaces: their indices into the lattice, ascending, and where among them each surface's elements are. */
function pointsOf(
  surfaces: readonly Surface[],
  [nx, ny, nz]: Triple,
): { readonly positions: Int32Array; readonly placesOf: readonly Int32Array[] } {
  const placeAt = new Int32Array(nx * ny * nz);
  for (const { positions } of surfaces) for (const at of positions) placeAt[at] = 1;
  let points = 0;
  for (let at = 0; at < placeAt.length; at++) {
    if (placeAt[at] === 0) continue;
    placeAt[at] = points;
    points += 1;
  }
  const all = new Int32Array(points);
  const placesOf = surfaces.map(({ positions }) =>
    positions.map((at) => {
      all[placeAt[at]] = at;
      return placeAt[at];
    }),
  );
  return { positions: all, placesOf };
}
