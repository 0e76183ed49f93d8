import { IntricateContours, type Polygon } from "./polygon.ts";

/** Edges that are not horizontal, by the height at which they begin: at height bottom + h edge e is at x + h·slope. */
interface Edges {
  readonly polygon: Int32Array;
  readonly x: Float64Array;
  readonly bottom: Float64Array;
  readonly top: Float64Array;
  readonly slope: Float64Array;
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
  const heights = heightsOf(polygons);
  const edges = edgesOf(polygons);
  const active = new ActiveEdges(edges);
  let next = 0;
  let area = 0;
  for (let s = 0; s + 1 < heights.length; s++) {
    const [low, high] = [heights[s], heights[s + 1]];
    active.removeUpTo(low);
    while (next < edges.bottom.length && edges.bottom[next] <= low) active.add(next++);
    const crossings = active.crossingHeights(low, high);
    for (let cut = 0, from = low; cut <= crossings.length; cut++) {
      const to = crossings[cut] ?? high;
      area += (to - from) * active.coveredLength((from + to) / 2, rule);
      from = to;
    }
  }
  return area;
}

/** The heights of all vertices, ascending, each once. */
function heightsOf(polygons: readonly Polygon[]): Float64Array {
  const all = new Float64Array(polygons.reduce((sum, { y }) => sum + y.length, 0));
  let count = 0;
  for (const { y } of polygons) for (let i = 0; i < y.length; i++) all[count++] = y[i];
  all.sort();
  let kept = 0;
  for (let i = 0; i < count; i++) if (i === 0 || all[i] !== all[i - 1]) all[kept++] = all[i];
  return all.subarray(0, kept);
}

function edgesOf(polygons: readonly Polygon[]): Edges {
  const most = polygons.reduce((sum, { y }) => sum + y.length, 0);
  const made = emptyEdges(most);
  let count = 0;
  for (const [polygon, { x, y }] of polygons.entries()) {
    for (let i = 0, n = y.length; i < n; i++) {
      const j = i + 1 === n ? 0 : i + 1;
      const [a, b] = y[i] < y[j] ? [i, j] : [j, i];
      if (!(y[a] < y[b])) continue;
      made.polygon[count] = polygon;
      made.x[count] = x[a];
      made.bottom[count] = y[a];
      made.top[count] = y[b];
      made.slope[count] = (x[b] - x[a]) / (y[b] - y[a]);
      count += 1;
    }
  }
  const { bottom } = made;
  const order = Array.from({ length: count }, (_, e) => e).sort((a, b) => bottom[a] - bottom[b]);
  const edges = emptyEdges(count);
  for (let n = 0; n < count; n++) {
    const e = order[n];
    edges.polygon[n] = made.polygon[e];
    edges.x[n] = made.x[e];
    edges.bottom[n] = bottom[e];
    edges.top[n] = made.top[e];
    edges.slope[n] = made.slope[e];
  }
  return edges;
}

function emptyEdges(count: number): Edges {
  return {
    polygon: new Int32Array(count),
    x: new Float64Array(count),
    bottom: new Float64Array(count),
    top: new Float64Array(count),
    slope: new Float64Array(count),
  };
}

/** Looks at an edge or at a pair of them that an area may cost; a plane with 100,000 points takes a twentieth of it. */
const MOST_STEPS = 5e8;

/** The edges that pass a strip, in the order in which a line met them last: from strip to strip it hardly changes. */
class ActiveEdges {
  readonly #edges: Edges;
  readonly #order: Int32Array;
  readonly #at: Float64Array;
  #count = 0;
  #steps = 0;

  constructor(edges: Edges) {
    this.#edges = edges;
    this.#order = new Int32Array(edges.bottom.length);
    this.#at = new Float64Array(edges.bottom.length);
  }

  add(edge: number): void {
    this.#order[this.#count++] = edge;
  }

  /** Removes those that end at a height or below. */
  removeUpTo(height: number): void {
    const { top } = this.#edges;
    let kept = 0;
    for (let n = 0; n < this.#count; n++)
      if (top[this.#order[n]] > height) this.#order[kept++] = this.#order[n];
    this.#count = kept;
  }

  /** Heights inside a strip that all of them pass, ascending, at which they cross. */
  crossingHeights(low: number, high: number): number[] {
    this.#sortAt(low);
    const [order, count] = [this.#order, this.#count];
    let isSorted = true;
    for (let n = 1; n < count && isSorted; n++)
      isSorted = this.#placeOf(order[n - 1], high) <= this.#placeOf(order[n], high);
    if (isSorted) return [];
    this.#spend((count * count) / 2);
    const { slope } = this.#edges;
    const found: number[] = [];
    for (let n = 0; n < count; n++) {
      for (let m = n + 1; m < count; m++) {
        const [a, b] = [order[n], order[m]];
        if (this.#placeOf(a, high) <= this.#placeOf(b, high)) continue;
        const height = low + (this.#at[m] - this.#at[n]) / (slope[a] - slope[b]);
        if (height > low && height < high) found.push(height);
      }
    }
    return found.sort((a, b) => a - b);
  }

  /** The length of a line at a height, inside the strip, that is covered. */
  coveredLength(height: number, rule: "union" | "parity"): number {
    this.#sortAt(height);
    const { polygon } = this.#edges;
    const odd = new Set<number>();
    let length = 0;
    let before = 0;
    for (let n = 0; n < this.#count; n++) {
      if (rule === "union" ? odd.size > 0 : odd.size % 2 === 1) length += this.#at[n] - before;
      before = this.#at[n];
      const own = polygon[this.#order[n]];
      if (!odd.delete(own)) odd.add(own);
    }
    return length;
  }

  /** Where an edge is at a height. */
  #placeOf(edge: number, height: number): number {
    const { x, bottom, slope } = this.#edges;
    return x[edge] + (height - bottom[edge]) * slope[edge];
  }

  #spend(steps: number): void {
    this.#steps += steps;
    if (!(this.#steps <= MOST_STEPS))
      throw new IntricateContours("has contours that cross one another and themselves in too many places");
  }

  /** Insertion sort by the place at a height. */
  #sortAt(height: number): void {
    const [order, at] = [this.#order, this.#at];
    let moved = 0;
    for (let n = 0; n < this.#count; n++) {
      const edge = order[n];
      const place = this.#placeOf(edge, height);
      let m = n - 1;
      for (; m >= 0 && at[m] > place; m--) {
        at[m + 1] = at[m];
        order[m + 1] = order[m];
      }
      moved += n - m;
      at[m + 1] = place;
      order[m + 1] = edge;
    }
    this.#spend(moved);
  }
}
