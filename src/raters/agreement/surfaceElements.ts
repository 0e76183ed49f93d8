import type { Triple } from "../../image/grid.ts";

/*
 * The element of a mask's surface between the eight voxels of a 2×2×2 neighbourhood, as marching cubes sees it: the
 * surface crosses each edge between a marked and an unmarked voxel half way. Bit b of a neighbourhood's code is set
 * where the voxel at offset (b & 1, (b >> 1) & 1, b >> 2) is marked.
 *
 * Where a face leaves a choice (marked voxels on one diagonal only), the rarer kind of voxel of the neighbourhood is
 * kept apart; a loop of crossings that is not flat is cut into the triangles of largest total area at unit spacing.
 * With these two rules the areas equal those that Nikolov et al. published with their definition of surface Dice.
 */

type Point = Triple;

/** The corners of each face, in a circle. */
const faces: readonly (readonly number[])[] = [1, 2, 4].flatMap((axis) => {
  const [u, v] = [1, 2, 4].filter((other) => other !== axis);
  return [0, axis].map((side) => [side, side + u, side + u + v, side + v]);
});

/** Twice the area vectors of the triangles of each code, at unit spacing; made when a code first occurs. */
const triangles: (readonly Triple[] | undefined)[] = [];

/**
 * The area of the surface element of a neighbourhood code in mm²: 0 for codes 0 and 255, which have no surface. Few of the
 * 256 codes occur in a mask.
 */
export function surfaceElementAreas([dx, dy, dz]: Triple): (code: number) => number {
  const areas: (number | undefined)[] = [];
  const areaOf = (code: number): number => {
    const parts = (triangles[code] ??= loops(code).flatMap(largestTriangulation));
    return parts.reduce((area, [x, y, z]) => area + Math.hypot(x * dy * dz, y * dx * dz, z * dx * dy) / 2, 0);
  };
  return (code) => (areas[code] ??= areaOf(code));
}

function corner(b: number): Point {
  return [b & 1, (b >> 1) & 1, b >> 2];
}

/** The closed loops of half-way points, one a component of the surface in the neighbourhood. */
function loops(code: number): Point[][] {
  const marked = Array.from({ length: 8 }, (_, b) => (code >> b) & 1);
  const rarer = marked.reduce((a, b) => a + b) <= 4 ? 1 : 0;
  const next = new Map<string, string[]>();
  const join = (a: string, b: string): void => {
    next.set(a, [...(next.get(a) ?? []), b]);
    next.set(b, [...(next.get(b) ?? []), a]);
  };
  for (const face of faces) {
    const kinds = face.map((b) => Number(marked[b] === rarer));
    const crossing = (i: number): string => crossingOf(face[i], face[(i + 1) % 4]);
    const crossed = [0, 1, 2, 3].filter((i) => kinds[i] !== kinds[(i + 1) % 4]);
    if (crossed.length === 2) join(crossing(crossed[0]), crossing(crossed[1]));
    // Around each of the two corners of the rarer kind: the edge before it and the edge after it.
    if (crossed.length === 4)
      for (const i of [0, 1, 2, 3]) if (kinds[i] === 1) join(crossing((i + 3) % 4), crossing(i));
  }
  const found: Point[][] = [];
  for (const first of next.keys()) {
    const loop: Point[] = [];
    for (let at: string | undefined = first; at !== undefined && next.has(at);) {
      const neighbours: string[] = next.get(at) ?? [];
      next.delete(at);
      loop.push(at.split(",").map(Number) as unknown as Point);
      at = neighbours.find((name) => next.has(name));
    }
    if (loop.length > 0) found.push(loop);
  }
  return found;
}

function crossingOf(a: number, b: number): string {
  const [p, q] = [corner(a), corner(b)];
  return p.map((x, axis) => (x + q[axis]) / 2).join();
}

/** The area vectors of the triangulation with the largest area. */
function largestTriangulation(loop: readonly Point[]): Triple[] {
  const area = (parts: readonly Triple[]): number =>
    parts.reduce((sum, part) => sum + Math.hypot(...part), 0);
  return triangulations(loop).reduce((best, parts) => (area(parts) > area(best) + 1e-9 ? parts : best));
}

/** Every triangulation of a loop: the edge from its first to its last point belongs to a triangle with one of the others. */
function triangulations(loop: readonly Point[]): Triple[][] {
  if (loop.length < 3) return [[]];
  const [a, b] = [loop[0], loop[loop.length - 1]];
  return loop
    .slice(1, -1)
    .flatMap((apex, i) =>
      triangulations(loop.slice(0, i + 2)).flatMap((before) =>
        triangulations(loop.slice(i + 1)).map((after) => before.concat([cross(a, apex, b)], after)),
      ),
    );
}

/** (b − a) × (c − a): normal to the triangle, twice its area long. */
function cross(a: Point, b: Point, c: Point): Triple {
  const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
  return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
}
