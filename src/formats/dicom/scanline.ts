const f32 = Math.fround;

/** The edges of a polygon that cross a pixel row, ready for {@link fillEdges}: arrays hold one value for each edge. */
export interface Edges {
  readonly count: number;
  /** First and last row that each edge crosses, within the image. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Column at which the edge crosses its first row, and its step from row to row. */
  readonly x: Float32Array;
  readonly step: Float32Array;
  /** First and last row that any edge crosses. */
  readonly firstRow: number;
  readonly lastRow: number;
}

/**
 * The edges of the closed polygon (x_i, y_i), in pixel indices with pixel centres at the integers.
 *
 * The edge from the lower point b to the upper a, y_a > y_b, crosses the rows ⌈y_b⌉ … ⌊y_a⌋, without the last if y_a is
 * an integer; horizontal edges cross none. step = (x_a − x_b) / (y_a − y_b), and on its first row inside the image, r,
 * x = x_b + (r − y_b)·step. All in float32.
 *
 * @param height rows of the image; what lies outside is cut off, with one exception that is plastimatch's: an edge that
 *   comes from row −1 or below and ends exactly on row 0 crosses row 0
 */
export function edgesOf(x: Float32Array, y: Float32Array, height: number): Edges {
  const n = x.length;
  const edges = {
    count: 0,
    first: new Int32Array(n),
    last: new Int32Array(n),
    x: new Float32Array(n),
    step: new Float32Array(n),
    firstRow: height,
    lastRow: -1,
  };
  for (let i = 0; i < n; i++) {
    const j = i + 1 === n ? 0 : i + 1;
    if (y[i] === y[j]) continue;
    const [a, b] = y[i] > y[j] ? [i, j] : [j, i];
    const top = Math.floor(y[a]);
    const bottom = Math.ceil(y[b]);
    const end = top === y[a] ? top - 1 : top;
    if (!(bottom <= end && top >= 0 && bottom < height)) continue;
    const first = Math.max(bottom, 0);
    const last = Math.max(Math.min(end, height - 1), first);
    const e = edges.count++;
    edges.first[e] = first;
    edges.last[e] = last;
    edges.step[e] = f32(x[a] - x[b]) / f32(y[a] - y[b]);
    edges.x[e] = x[b] + f32(f32(first - y[b]) * edges.step[e]);
    edges.firstRow = Math.min(edges.firstRow, first);
    edges.lastRow = Math.max(edges.lastRow, last);
  }
  return edges;
}

/**
 * Fills a polygon with the even-odd rule: calls `fill(row, from, to)` for the columns from … to − 1 inside it.
 *
 * In a row, whose crossings e_0 ≤ e_1 ≤ … step by `step` from row to row in float32, the scan goes
 *
 *     p = 0, c = 0
 *     while p < width: count into c the next crossings ≤ p; next = ⌊next crossing⌋ + 1, or width if none is left
 *                      columns p … next − 1 are inside if c is odd; p = next
 *
 * So a span from e to e' holds the columns e < p ≤ e', with one exception that is plastimatch's: a crossing exactly on
 * column p counts as passed at p where the scan stops at p (p = 0, or an earlier crossing with ⌊e⌋ + 1 = p).
 */
export function fillEdges(
  edges: Edges,
  width: number,
  fill: (row: number, from: number, to: number) => void,
): void {
  const byFirst = edgesByFirstRow(edges);
  const active = new Int32Array(edges.count);
  const x = edges.x.slice();
  let count = 0;
  let next = 0;
  for (let row = edges.firstRow; row <= edges.lastRow; row++) {
    let kept = 0;
    for (let n = 0; n < count; n++) {
      const e = active[n];
      if (edges.last[e] >= row) active[kept++] = e;
    }
    count = kept;
    while (next < byFirst.length && edges.first[byFirst[next]] === row) active[count++] = byFirst[next++]!;
    sortByX(active, count, x);
    fillRow(active, count, x, width, row, fill);
    for (let n = 0; n < count; n++) {
      const e = active[n];
      x[e] = x[e] + edges.step[e];
    }
  }
}

function fillRow(
  active: Int32Array,
  count: number,
  x: Float32Array,
  width: number,
  row: number,
  fill: (row: number, from: number, to: number) => void,
): void {
  let column = 0;
  let passed = 0;
  while (column < width) {
    while (passed < count && column >= x[active[passed]]) passed += 1;
    const next = passed < count ? Math.min(width, Math.floor(x[active[passed]]) + 1) : width;
    if (passed % 2 === 1) fill(row, column, next);
    column = next;
  }
}

/** The edges in the order of their first row: a counting sort. */
function edgesByFirstRow({ count, first, firstRow, lastRow }: Edges): Int32Array {
  const order = new Int32Array(count);
  if (count === 0) return order;
  const start = new Int32Array(lastRow - firstRow + 2);
  for (let e = 0; e < count; e++) start[first[e] - firstRow + 1] += 1;
  for (let r = 1; r < start.length; r++) start[r] += start[r - 1];
  for (let e = 0; e < count; e++) order[start[first[e] - firstRow]++] = e;
  return order;
}

/** Insertion sort: from row to row the order hardly changes. */
function sortByX(active: Int32Array, count: number, x: Float32Array): void {
  for (let n = 1; n < count; n++) {
    const e = active[n];
    const value = x[e];
    let m = n - 1;
    while (m >= 0 && x[active[m]] > value) {
      active[m + 1] = active[m]!;
      m -= 1;
    }
    active[m + 1] = e;
  }
}
