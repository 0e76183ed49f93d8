import { steps, type Triple, voxelToMm } from "../../../src/image/grid.ts";
import { boxShape } from "../../../src/image/part.ts";
import type { LocalDisagreement } from "../../../src/raters/agreement/disagreement.ts";
import { smoothed, smoothedAlong, type SurfaceNet, surfaceNet } from "../../surface/surfaceNet.ts";
import type { Analysis } from "./analysis.ts";

/** A surface to be looked at, in mm. */
export interface SurfaceMesh {
  /** x, y, z of each vertex in mm (LPS). */
  readonly verticesMm: Float32Array;
  /** Three vertices each, counter-clockwise seen from outside. */
  readonly triangles: Uint32Array;
  /**
   * Standard deviation of the observers' signed distances at each vertex, in mm, smoothed along the surface as the surface
   * itself is; undefined where the surface is not the Dice-optimal one or nobody measured it.
   */
  readonly sdMm: Float32Array | undefined;
  /** The smallest and the largest one that was measured: the ends of the scale, those of the report. */
  readonly sdRangeMm: readonly [low: number, high: number] | undefined;
}

/** How often the vertices, and what they are coloured by, are drawn to their neighbours: for the eye, no figure is measured on it. */
const SMOOTHING_ROUNDS = 4;
const SPREAD_ROUNDS = 8;

/** The surface of the classes that are `taken`. */
export function meshOf(
  { box, classes, grid }: Pick<Analysis, "box" | "classes" | "grid">,
  taken: Uint8Array,
  disagreement: LocalDisagreement | undefined,
): SurfaceMesh {
  const shape = boxShape(box);
  const net = surfaceNet(
    classes.map((p) => taken[p]),
    shape,
  );
  const vertices = smoothed(net, SMOOTHING_ROUNDS);
  const verticesMm = new Float32Array(vertices.length);
  for (let n = 0; n < vertices.length; n += 3) {
    const position: Triple = [
      box.start[0] + vertices[n],
      box.start[1] + vertices[n + 1],
      box.start[2] + vertices[n + 2],
    ];
    verticesMm.set(voxelToMm(grid, position), n);
  }
  const sdMm = disagreement === undefined ? undefined : sdAt(net, box.start, shape, disagreement);
  return {
    verticesMm,
    triangles: isLeftHanded(steps(grid)) ? turned(net.triangles) : net.triangles,
    sdMm: sdMm && smoothedAlong(sdMm, net.triangles, SPREAD_ROUNDS),
    sdRangeMm: sdMm && rangeOf(sdMm),
  };
}

function rangeOf(sdMm: Float32Array): SurfaceMesh["sdRangeMm"] {
  const finite = sdMm.filter((sd) => Number.isFinite(sd));
  if (finite.length === 0) return undefined;
  return [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
}

/** The standard deviation at each vertex: vertices and surface elements stand at the same corners of voxels. */
function sdAt(
  { lattice }: SurfaceNet,
  start: Triple,
  [nx, ny]: Triple,
  { box, lattice: points, positions, sdMm }: LocalDisagreement,
): Float32Array {
  const at = new Map<number, number>();
  positions.forEach((position, e) => at.set(position, sdMm[e]));
  return Float32Array.from(lattice, (own) => {
    const i = own % (nx + 1);
    const row = Math.floor(own / (nx + 1));
    const [x, y, z] = [
      i + start[0] - box.start[0],
      (row % (ny + 1)) + start[1] - box.start[1],
      Math.floor(row / (ny + 1)) + start[2] - box.start[2],
    ];
    return at.get(x + points[0] * (y + points[1] * z)) ?? Number.NaN;
  });
}

function isLeftHanded([a, b, c]: readonly [Triple, Triple, Triple]): boolean {
  const cross = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  return cross[0] * c[0] + cross[1] * c[1] + cross[2] * c[2] < 0;
}

function turned(triangles: Uint32Array): Uint32Array {
  const other = triangles.slice();
  for (let n = 0; n < other.length; n += 3) {
    other[n + 1] = triangles[n + 2];
    other[n + 2] = triangles[n + 1];
  }
  return other;
}
