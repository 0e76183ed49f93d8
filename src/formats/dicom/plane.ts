import { coveredArea } from "./covered-area.ts";
import { IndexedPolygon } from "./outline-index.ts";
import { type Box, boxesMeet, IntricateContours, type Polygon } from "./polygon.ts";

/**
 * What contours of one structure in one plane make together.
 * - `"holes"`: a contour inside another is a hole, one inside that an island, and so on; contours that cross or touch are
 *   joined. What planning systems mean.
 * - `"union"`: what is inside any of them; a contour inside another has no effect. Plastimatch's rule.
 * - `"parity"`: what is inside an odd number of them, as CLOSEDPLANAR_XOR is defined (PS3.3, C.8.8.6.3).
 */
export type PlaneRule = "holes" | "union" | "parity";

/** What the contours of one plane mean. */
export interface PlaneMeaning {
  /** One for each contour, in the order given. */
  readonly parts: readonly PlanePart[];
  /** How many contours are holes, that is at an odd depth. */
  readonly holes: number;
  /** How many contours cross others, or lie in others and touch them. */
  readonly crossing: number;
}

export interface PlanePart {
  /** Whether the same ring stands in the plane before it; it is left out then. */
  readonly isDuplicate: boolean;
  /** Whether it has three points or more, so that it can enclose anything; else it is left out. */
  readonly hasArea: boolean;
  /** Contours that cross or touch, directly or by others, have the same group. */
  readonly group: number;
  /** How many groups its group lies in: of an odd number it is a hole. */
  readonly depth: number;
}

/** Pairs of contours in a plane that lie in or across one another's boxes; 5,000 islands in an outline make 5,000. */
const MOST_PAIRS = 2e5;

/**
 * Decides what the closed contours of one structure in one plane mean. The same ring counts once, be it from another
 * start, reversed, or closed by its first point. What crosses or touches is one group; of two groups that do not, one lies
 * inside the other or beside it.
 *
 * @param contours in indices of the grid
 * @param tolerance outlines closer than this touch, and points closer than this are the same
 * @throws IntricateContours where more of them lie in and across one another than in any structure
 */
export function readPlane(contours: readonly Polygon[], tolerance: number): PlaneMeaning {
  const indexed = contours.map((contour) => new IndexedPolygon(contour));
  const boxes = indexed.map(({ box }) => box);
  const isDuplicate = findDuplicates(contours, boxes, tolerance);
  const kept = [...contours.keys()].filter((n) => contours[n].x.length >= 3 && !isDuplicate[n]);
  const group = contours.map((_, n) => n);
  const find = (n: number): number => {
    while (group[n] !== n) n = group[n] = group[group[n]];
    return n;
  };
  const crossing = new Set<number>();
  const apart: [number, number][] = [];
  let pairs = 0;
  for (const [a, b] of nearPairs(kept, boxes, tolerance)) {
    if (++pairs > MOST_PAIRS)
      throw new IntricateContours("has contours that lie in and across one another in too many pairs");
    const meeting = indexed[a].meets(indexed[b], tolerance);
    if (meeting === "apart") apart.push([a, b]);
    else group[find(a)] = find(b);
    if (meeting === "overlapping") crossing.add(a).add(b);
  }
  const around = new Map<number, Set<number>>();
  for (const [a, b] of apart) {
    if (find(a) === find(b)) continue;
    for (const [inner, outer] of [
      [a, b],
      [b, a],
    ]) {
      if (!indexed[outer].contains(contours[inner].x[0], contours[inner].y[0])) continue;
      const groups = around.get(find(inner)) ?? new Set<number>();
      around.set(find(inner), groups.add(find(outer)));
    }
  }
  const parts = contours.map((contour, n): PlanePart => {
    const own = find(n);
    return {
      isDuplicate: isDuplicate[n],
      hasArea: contour.x.length >= 3,
      group: own,
      depth: around.get(own)?.size ?? 0,
    };
  });
  return {
    parts,
    holes: kept.filter((n) => parts[n].depth % 2 === 1).length,
    crossing: crossing.size,
  };
}

/**
 * The contours that count, in the order in which they are painted: each covers what those before it left, with 1 at an even
 * depth and 0 at an odd one.
 */
export function paintOrder({ parts }: PlaneMeaning): number[] {
  return [...parts.keys()]
    .filter((n) => parts[n].hasArea && !parts[n].isDuplicate)
    .sort((a, b) => parts[a].depth - parts[b].depth || a - b);
}

/**
 * The area that the contours of a plane enclose, in squares of the grid.
 * @param order those that count; all by default
 */
export function planeArea(
  contours: readonly Polygon[],
  meaning: PlaneMeaning,
  rule: PlaneRule,
  order: readonly number[] = paintOrder(meaning),
): number {
  if (rule !== "holes")
    return coveredArea(
      order.map((n) => contours[n]),
      rule,
    );
  const groups = new Map<number, number[]>();
  for (const n of order) {
    const { group } = meaning.parts[n];
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [n]);
    else members.push(n);
  }
  let area = 0;
  for (const [group, members] of groups) {
    const own = coveredArea(
      members.map((n) => contours[n]),
      "union",
    );
    area += meaning.parts[group].depth % 2 === 0 ? own : -own;
  }
  return area;
}

/** Pairs of contours whose boxes are no farther apart than the tolerance. */
function* nearPairs(
  contours: readonly number[],
  boxes: readonly Box[],
  tolerance: number,
): Generator<[number, number]> {
  const byLeft = [...contours].sort((a, b) => boxes[a][0] - boxes[b][0]);
  let open: number[] = [];
  for (const n of byLeft) {
    open = open.filter((other) => boxes[other][2] + tolerance >= boxes[n][0]);
    for (const other of open) if (boxesMeet(boxes[n], boxes[other], tolerance)) yield [other, n];
    open.push(n);
  }
}

/** Which contours are the same ring as one before them. */
function findDuplicates(contours: readonly Polygon[], boxes: readonly Box[], tolerance: number): boolean[] {
  const isDuplicate = contours.map(() => false);
  const byLeft = [...contours.keys()]
    .filter((n) => contours[n].x.length >= 3)
    .sort((a, b) => boxes[a][0] - boxes[b][0] || a - b);
  // Contours so far that are no duplicates and not too far to the left of the next one.
  let near: number[] = [];
  for (const n of byLeft) {
    near = near.filter((m) => !isDuplicate[m] && !(boxes[n][0] - boxes[m][0] > tolerance));
    for (const m of near.toReversed()) {
      const isSame =
        boxesAgree(boxes[n], boxes[m], tolerance) && isSameRing(contours[n], contours[m], tolerance);
      if (isSame) isDuplicate[Math.max(n, m)] = true;
    }
    near.push(n);
  }
  return isDuplicate;
}

function boxesAgree(a: Box, b: Box, tolerance: number): boolean {
  return a.every((value, n) => Math.abs(value - b[n]) <= tolerance);
}

/** Whether two rings have the same vertices in the same order, from any start, in either direction. */
export function isSameRing(a: Polygon, b: Polygon, tolerance: number): boolean {
  const n = a.x.length;
  if (b.x.length !== n) return false;
  const same = (i: number, j: number): boolean =>
    Math.abs(a.x[i] - b.x[j]) <= tolerance && Math.abs(a.y[i] - b.y[j]) <= tolerance;
  for (let start = 0; start < n; start++) {
    if (!same(0, start)) continue;
    for (const step of [1, n - 1]) {
      let i = 1;
      while (i < n && same(i, (start + i * step) % n)) i++;
      if (i === n) return true;
    }
  }
  return false;
}
