import type { Slab } from "./layers.ts";
import { paintOrder, planeArea, type PlaneMeaning, type PlaneRule } from "./plane.ts";
import { IndexedPolygon } from "./outline-index.ts";
import { boxesMeet, type Polygon } from "./polygon.ts";

/** A plane of contours, as far as pieces need it. */
export interface PieceSource {
  readonly position: number;
  readonly polygons: readonly Polygon[];
  readonly meaning: PlaneMeaning;
}

/** What a piece of a structure has in one plane. */
export interface Section {
  /** Index of the plane. */
  readonly plane: number;
  /** Index k of the plane along the slice axis, not rounded. */
  readonly position: number;
  /** Its contours among the plane's, in the order in which they are painted. */
  readonly contours: readonly number[];
  /** Its outermost contours. */
  readonly outlines: readonly IndexedPolygon[];
  /** The area that they enclose, in squares of the grid. */
  readonly area: number;
}

/** A part of a structure whose contours lie above each other; two parotids are two. */
export interface Piece {
  /** Ascending; several of one plane where the piece forks. */
  readonly sections: readonly Section[];
  /** Median distance of neighbouring planes, in slices; NaN with a single plane. */
  readonly medianGap: number;
}

/**
 * Takes a structure apart: an outermost contour, with those that cross it or lie in it, belongs together with what it
 * overlaps in the next plane above in which it overlaps anything.
 *
 * @param planes ascending
 */
export function piecesOf(planes: readonly PieceSource[], rule: PlaneRule, slabs: readonly Slab[]): Piece[] {
  const sections = planes.flatMap((plane, n) => sectionsOf(plane, n, rule));
  const byPlane = planes.map((_, n) => sections.filter(({ plane }) => plane === n));
  const root = new Map(sections.map((section) => [section, section]));
  const find = (section: Section): Section => {
    let at = section;
    for (let up = root.get(at); up !== undefined && up !== at; up = root.get(at)) at = up;
    root.set(section, at);
    return at;
  };
  for (const section of sections) {
    for (let above = section.plane + 1; above < planes.length; above++) {
      const met = byPlane[above].filter((other) => overlap(section, other));
      for (const other of met) root.set(find(section), find(other));
      if (met.length > 0) break;
    }
  }
  const pieces = new Map<Section, Section[]>();
  for (const section of sections) {
    const own = find(section);
    pieces.set(own, [...(pieces.get(own) ?? []), section]);
  }
  return [...pieces.values()].map((members) => ({ sections: members, medianGap: medianGap(members, slabs) }));
}

function sectionsOf({ position, polygons, meaning }: PieceSource, plane: number, rule: PlaneRule): Section[] {
  const order = paintOrder(meaning);
  const outermost = new Map<number, number[]>();
  for (const n of order) {
    const { depth, group } = meaning.parts[n];
    if (depth === 0) outermost.set(group, [...(outermost.get(group) ?? []), n]);
  }
  const roots = [...outermost.values()];
  const contours = roots.map((own) => [...own]);
  const outlines = roots.map((own) => own.map((n) => new IndexedPolygon(polygons[n])));
  for (const n of order) {
    if (meaning.parts[n].depth === 0) continue;
    const { x, y } = polygons[n];
    const home = outlines.findIndex((own) => own.some((outer) => outer.contains(x[0], y[0])));
    contours[home]?.push(n);
  }
  return contours.map((own, n) => ({
    plane,
    position,
    contours: own,
    outlines: outlines[n],
    area: planeArea(polygons, meaning, rule, own),
  }));
}

/** Whether outermost contours of two planes overlap, seen along the normal. */
function overlap(a: Section, b: Section): boolean {
  const isIn = (one: IndexedPolygon, other: IndexedPolygon): boolean =>
    other.contains(one.polygon.x[0], one.polygon.y[0]);
  return a.outlines.some((one) =>
    b.outlines.some(
      (other) =>
        boxesMeet(one.box, other.box) &&
        (isIn(one, other) || isIn(other, one) || one.meets(other, 0) !== "apart"),
    ),
  );
}

function medianGap(sections: readonly Section[], slabs: readonly Slab[]): number {
  const places = [...new Set(sections.map(({ position }) => position))].map((k) => ordinal(k, slabs));
  const gaps = places.slice(1).map((place, n) => place - places[n]);
  if (gaps.length === 0) return Number.NaN;
  gaps.sort((a, b) => a - b);
  return (gaps[(gaps.length - 1) >> 1] + gaps[gaps.length >> 1]) / 2;
}

/** A position along the slice axis counted in slices: n at the plane of slice n, linear between and beyond. */
export function ordinal(k: number, slabs: readonly Slab[]): number {
  if (slabs.length === 1) return (k - slabs[0].position) / slabs[0].count;
  let low = 0;
  let high = slabs.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (slabs[middle].position <= k) low = middle;
    else high = middle - 1;
  }
  const [from, to] = [slabs[low].position, slabs[low + 1].position];
  return low + (k - from) / (to - from);
}
