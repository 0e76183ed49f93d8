import { type Box, boxesMeet, boxOf, type Polygon, squaredDistance } from "./polygon.ts";

/** How two outlines lie to each other: nowhere near, touching, or so that their insides overlap beside touching. */
export type Meeting = "apart" | "touching" | "overlapping";

/**
 * Rows that a polygon is divided into, of these numbers as many as it has points: neither an outlier among them nor a
 * large square then costs more than others.
 */
const [LEAST_ROWS, MOST_ROWS] = [16, 1024];

/** A polygon whose edges are looked up by the rows, of unit height or larger, that they pass. */
export class IndexedPolygon {
  readonly polygon: Polygon;
  readonly box: Box;
  readonly #rowHeight: number;
  readonly #rows = new Map<number, number[]>();

  constructor(polygon: Polygon) {
    this.polygon = polygon;
    this.box = boxOf(polygon);
    const { y } = polygon;
    const rows = Math.min(MOST_ROWS, Math.max(LEAST_ROWS, y.length));
    this.#rowHeight = Math.max(1, (this.box[3] - this.box[1]) / rows);
    for (let i = 0; i < y.length; i++) {
      const next = y[(i + 1) % y.length];
      const [low, high] = [this.#rowOf(Math.min(y[i], next)), this.#rowOf(Math.max(y[i], next))];
      for (let row = low; row <= high; row++) {
        const edges = this.#rows.get(row);
        if (edges === undefined) this.#rows.set(row, [i]);
        else edges.push(i);
      }
    }
  }

  /** Even-odd: whether a ray from (px, py) to the right crosses the outline an odd number of times. */
  contains(px: number, py: number): boolean {
    const { x, y } = this.polygon;
    let inside = false;
    for (const i of this.#rows.get(this.#rowOf(py)) ?? []) {
      const j = (i + 1) % x.length;
      if (y[i] > py === y[j] > py) continue;
      if (px < x[i] + ((py - y[i]) / (y[j] - y[i])) * (x[j] - x[i])) inside = !inside;
    }
    return inside;
  }

  /** How this outline meets another; closer than `tolerance` is touching. */
  meets(other: IndexedPolygon, tolerance: number): Meeting {
    if (!boxesMeet(this.box, other.box, tolerance)) return "apart";
    if (this.polygon.x.length > other.polygon.x.length) return other.meets(this, tolerance);
    let isTouching = false;
    for (let i = 0; i < this.polygon.x.length; i++) {
      const edge = this.#edge(i);
      const [first, last] = other.#rowsNear(edge, tolerance);
      for (let row = first; row <= last; row++) {
        for (const k of other.#edgesIn(row)) {
          const meeting = meetingOf(edge, other.#edge(k), tolerance);
          if (meeting === "overlapping") return meeting;
          if (meeting === "touching") isTouching = true;
        }
      }
    }
    if (!isTouching) return "apart";
    return this.#reachesInto(other, tolerance) || other.#reachesInto(this, tolerance)
      ? "overlapping"
      : "touching";
  }

  /** Whether a corner of the outline, or the middle of an edge, is inside another and farther from its outline than that. */
  #reachesInto(other: IndexedPolygon, tolerance: number): boolean {
    const [, low, , high] = other.box;
    const seen = new Set<number>();
    const last = this.#rowOf(Math.min(high, this.box[3]));
    for (let row = this.#rowOf(Math.max(low, this.box[1])); row <= last; row++) {
      for (const i of this.#rows.get(row) ?? []) {
        if (seen.has(i)) continue;
        seen.add(i);
        const [ax, ay, bx, by] = this.#edge(i);
        if (other.#holds(ax, ay, tolerance) || other.#holds((ax + bx) / 2, (ay + by) / 2, tolerance))
          return true;
      }
    }
    return false;
  }

  #holds(px: number, py: number, tolerance: number): boolean {
    const [left, low, right, high] = this.box;
    if (!(px > left && px < right && py > low && py < high) || !this.contains(px, py)) return false;
    const [first, last] = this.#rowsNear([px, py, px, py], tolerance);
    for (let row = first; row <= last; row++) {
      for (const k of this.#edgesIn(row)) {
        const [ax, ay, bx, by] = this.#edge(k);
        if (squaredDistance(px, py, ax, ay, bx, by) <= tolerance * tolerance) return false;
      }
    }
    return true;
  }

  /** The first and the last row of this outline that another edge passes or comes near. */
  #rowsNear([, ay, , by]: Edge, tolerance: number): readonly [first: number, last: number] {
    const [, low, , high] = this.box;
    return [
      this.#rowOf(Math.max(Math.min(ay, by) - tolerance, low)),
      this.#rowOf(Math.min(Math.max(ay, by) + tolerance, high)),
    ];
  }

  #rowOf(y: number): number {
    return Math.floor(y / this.#rowHeight);
  }

  #edge(i: number): Edge {
    const { x, y } = this.polygon;
    const j = (i + 1) % x.length;
    return [x[i], y[i], x[j], y[j]];
  }

  /** Edges that pass a row. */
  #edgesIn(row: number): readonly number[] {
    return this.#rows.get(row) ?? NONE;
  }
}

const NONE: readonly number[] = [];

/** From (ax, ay) to (bx, by). */
type Edge = readonly [ax: number, ay: number, bx: number, by: number];

function meetingOf([ax, ay, bx, by]: Edge, [cx, cy, dx, dy]: Edge, tolerance: number): Meeting {
  if (Math.min(ax, bx) > Math.max(cx, dx) + tolerance || Math.min(cx, dx) > Math.max(ax, bx) + tolerance)
    return "apart";
  const off = (px: number, py: number, qx: number, qy: number, rx: number, ry: number): number =>
    ((qx - px) * (ry - py) - (qy - py) * (rx - px)) / (Math.hypot(qx - px, qy - py) || 1);
  const [c, d] = [off(ax, ay, bx, by, cx, cy), off(ax, ay, bx, by, dx, dy)];
  const [a, b] = [off(cx, cy, dx, dy, ax, ay), off(cx, cy, dx, dy, bx, by)];
  if (c > 0 !== d > 0 && a > 0 !== b > 0) {
    return [a, b, c, d].every((distance) => Math.abs(distance) > tolerance) ? "overlapping" : "touching";
  }
  const near = tolerance * tolerance;
  const isNear =
    squaredDistance(ax, ay, cx, cy, dx, dy) <= near ||
    squaredDistance(bx, by, cx, cy, dx, dy) <= near ||
    squaredDistance(cx, cy, ax, ay, bx, by) <= near ||
    squaredDistance(dx, dy, ax, ay, bx, by) <= near;
  return isNear ? "touching" : "apart";
}
