import { SoftdiceError } from "../../core/errors.ts";

/** What nobody drew: contours of a plane that would take hours to make sense of. */
export class IntricateContours extends SoftdiceError {
  /** @param problem what a structure has that is so */
  constructor(problem: string) {
    super({
      subject: "contours of a plane",
      problem,
      expected: "outlines as people and programs draw them",
      remedy: "export the structure again, or leave it out",
    });
  }
}

/** A closed polygon in a plane: vertex n at (x[n], y[n]), the last joined to the first. */
export interface Polygon {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** [x_min, y_min, x_max, y_max]; of no point [∞, ∞, −∞, −∞]. */
export type Box = readonly [number, number, number, number];

export function boxOf({ x, y }: Polygon): Box {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < x.length; i++) {
    box[0] = Math.min(box[0], x[i]);
    box[1] = Math.min(box[1], y[i]);
    box[2] = Math.max(box[2], x[i]);
    box[3] = Math.max(box[3], y[i]);
  }
  return box;
}

/** Whether two boxes are no farther than `slack` from each other. */
export function boxesMeet(a: Box, b: Box, slack = 0): boolean {
  return a[0] <= b[2] + slack && b[0] <= a[2] + slack && a[1] <= b[3] + slack && b[1] <= a[3] + slack;
}

/** Squared distance of a point from the segment a → b. */
export function squaredDistance(
  px: number,
  py: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const [ux, uy] = [bx - ax, by - ay];
  const length = ux * ux + uy * uy;
  const along = length === 0 ? 0 : ((px - ax) * ux + (py - ay) * uy) / length;
  const part = Math.min(1, Math.max(0, along));
  const [dx, dy] = [px - ax - part * ux, py - ay - part * uy];
  return dx * dx + dy * dy;
}

/** Length of the outline, where a step along x is `dx` mm and one along y `dy` mm. */
export function perimeterMm({ x, y }: Polygon, [dx, dy]: readonly [number, number]): number {
  let length = 0;
  for (let i = 0, j = x.length - 1; i < x.length; j = i, i++) {
    length += Math.hypot((x[i] - x[j]) * dx, (y[i] - y[j]) * dy);
  }
  return length;
}

/** An edge that is not horizontal: at height y + h it is at x + h·slope. */
interface Edge {
  readonly polygon: number;
  readonly x: number;
  readonly y: number;
  readonly top: number;
  readonly slope: number;
}

/**
 * The area that polygons cover together: of the points inside an odd number of windings of one of them (`"union"`: of any
 * of them; `"parity"`: of an odd number of them).
 *
 * Σ over strips of their height times the covered length of the line through their middle, the strips being cut at the
 * heights of all vertices and crossings, between which covered lengths are linear.
 *
 * @throws IntricateContours where edges cross in more places than any structure's
 */
export function coveredArea(polygons: readonly Polygon[], rule: "union" | "parity"): number {
  const heights = new Set<number>();
  for (const { y } of polygons) for (let i = 0; i < y.length; i++) heights.add(y[i]);
  const sorted = Float64Array.from(heights).sort();
  const edges = edgesOf(polygons);
  let active: Edge[] = [];
  let next = 0;
  let area = 0;
  let steps = 0;
  const spend = (count: number): void => {
    steps += count;
    if (!(steps <= MOST_STEPS))
      throw new IntricateContours("has contours that cross one another and themselves in too many places");
  };
  for (let s = 0; s + 1 < sorted.length; s++) {
    const [low, high] = [sorted[s], sorted[s + 1]];
    active = active.filter(({ top }) => top > low);
    while (next < edges.length && edges[next].y <= low) active.push(edges[next++]);
    spend(active.length);
    const crossed = crossingHeights(active, low, high, spend);
    spend(sortSteps * active.length * crossed.length);
    const cuts = [low, ...crossed, high];
    for (let cut = 0; cut + 1 < cuts.length; cut++) {
      const middle = (cuts[cut] + cuts[cut + 1]) / 2;
      const crossings = active.map((edge) => ({ polygon: edge.polygon, x: at(edge, middle) }));
      crossings.sort((a, b) => a.x - b.x);
      area += (cuts[cut + 1] - cuts[cut]) * coveredLength(crossings, rule);
    }
  }
  return area;
}

/** What an area may cost, in looks at one edge; a plane with 100,000 points takes a tenth of it. */
const MOST_STEPS = 2e8;
/** What a look at a pair of edges costs, and one at an edge that is sorted among others. */
const [pairSteps, sortSteps] = [10, 3];

/** The edges of all polygons by the height at which they begin. */
function edgesOf(polygons: readonly Polygon[]): Edge[] {
  const edges: Edge[] = [];
  polygons.forEach(({ x, y }, polygon) => {
    for (let i = 0; i < x.length; i++) {
      const j = (i + 1) % x.length;
      const [a, b] = y[i] < y[j] ? [i, j] : [j, i];
      if (!(y[a] < y[b])) continue;
      edges.push({ polygon, x: x[a], y: y[a], top: y[b], slope: (x[b] - x[a]) / (y[b] - y[a]) });
    }
  });
  return edges.sort((a, b) => a.y - b.y);
}

function at({ x, y, slope }: Edge, height: number): number {
  return x + (height - y) * slope;
}

/** Heights inside a strip, ascending, at which edges that pass all of it cross. */
function crossingHeights(
  edges: readonly Edge[],
  low: number,
  high: number,
  spend: (count: number) => void,
): number[] {
  const order = [...edges].sort((a, b) => at(a, low) - at(b, low));
  const isSorted = order.every((edge, n) => n === 0 || at(order[n - 1], high) <= at(edge, high));
  if (isSorted) return [];
  spend((pairSteps * edges.length * edges.length) / 2);
  const found: number[] = [];
  order.forEach((a, n) => {
    for (const b of order.slice(n + 1)) {
      if (at(a, high) <= at(b, high)) continue;
      const height = low + (at(b, low) - at(a, low)) / (a.slope - b.slope);
      if (height > low && height < high) found.push(height);
    }
  });
  return found.sort((a, b) => a - b);
}

function coveredLength(
  crossings: readonly { readonly polygon: number; readonly x: number }[],
  rule: "union" | "parity",
): number {
  const odd = new Set<number>();
  let length = 0;
  let before = 0;
  for (const { polygon, x } of crossings) {
    if (rule === "union" ? odd.size > 0 : odd.size % 2 === 1) length += x - before;
    before = x;
    if (!odd.delete(polygon)) odd.add(polygon);
  }
  return length;
}
