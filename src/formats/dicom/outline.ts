/** A closed polygon over pixel corners: x, y, x, y, …; corner (x, y) is the upper left one of pixel (x, y). */
export type Outline = readonly number[];

/**
 * The outlines of the pixels that are 1, one for each 4-connected region, its holes joined to it by bridges: a bridge
 * leaves a hole at its first corner in reading order, to the left, and ends at the first border it meets, which is the
 * region's own or that of a hole that begins before. Time and memory are linear in the number of pixels.
 * @param pixels width × height values, rows from the top
 */
export function outlines(pixels: Uint8Array, width: number, height: number): Outline[] {
  const borders = traceBorders(pixels, width, height);
  const { corner, next, loops, leftBorder, stride } = borders;
  for (const { start, isHole } of loops) {
    if (!isHole) continue;
    let end = corner[start] - 1;
    while (leftBorder[end] < 0) end -= 1;
    // … → a → b → … and start → … → start become … → a → start → … → start' → a' → b → …
    const a = leftBorder[end];
    const back = corner.length;
    corner.push(corner[start], corner[a]);
    next.push(back + 1, next[a]);
    let last = start;
    while (next[last] !== start) last = next[last];
    next[last] = back;
    next[a] = start;
  }
  return loops.filter(({ isHole }) => !isHole).map(({ start }) => polygon(borders, start, stride));
}

/**
 * The borders between pixels that are 1 and others, in unit steps with the inside on the right (y pointing down), as
 * cyclic lists: node n is at `corner[n]` = x + stride·y and goes on to node `next[n]`.
 */
interface Borders {
  readonly corner: number[];
  readonly next: number[];
  /** One for each cycle: its first node in reading order, and whether it runs around a hole. In that order. */
  readonly loops: readonly { readonly start: number; readonly isHole: boolean }[];
  /** The node at corner (x, y) at which the border up the left side of pixel (x, y) ends; −1 if there is none. */
  readonly leftBorder: Int32Array;
  readonly stride: number;
}

const UP = 3;

function traceBorders(pixels: Uint8Array, width: number, height: number): Borders {
  const stride = width + 1;
  const leaving = leavingBorders(pixels, width, height);
  const step = [1, stride, -1, -stride];
  const leftBorder = new Int32Array(leaving.length).fill(-1);
  const corner: number[] = [];
  const next: number[] = [];
  const loops: { start: number; isHole: boolean }[] = [];
  for (let first = 0; first < leaving.length; first++) {
    if (leaving[first] === 0) continue;
    const start = corner.length;
    // The first corner of a region has the region below and to the right, that of a hole the hole.
    loops.push({ start, isHole: (leaving[first] & 1) === 0 });
    let at = first;
    let heading = turn(leaving[at], UP);
    while (heading >= 0) {
      corner.push(at);
      next.push(corner.length);
      leaving[at] &= ~(1 << heading);
      at += step[heading];
      const arrived = heading;
      heading = turn(leaving[at], arrived);
      if (arrived === UP) leftBorder[at] = heading < 0 ? start : corner.length;
    }
    next[next.length - 1] = start;
  }
  return { corner, next, loops, leftBorder, stride };
}

/** The direction in which to go on; −1 if the loop is closed. Where two regions touch at a corner: right, by the same pixel. */
function turn(leaving: number, arrived: number): number {
  const right = (arrived + 1) % 4;
  if (leaving & (1 << right)) return right;
  return leaving === 0 ? -1 : 31 - Math.clz32(leaving);
}

/** Bit d of a corner: a border leaves it in direction d (right, down, left, up) with the inside on its right. */
function leavingBorders(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const stride = width + 1;
  const leaving = new Uint8Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = x + width * y;
      if (pixels[pixel] === 0) continue;
      const corner = x + stride * y;
      if (y === 0 || pixels[pixel - width] === 0) leaving[corner] |= 1;
      if (x === width - 1 || pixels[pixel + 1] === 0) leaving[corner + 1] |= 2;
      if (y === height - 1 || pixels[pixel + width] === 0) leaving[corner + stride + 1] |= 4;
      if (x === 0 || pixels[pixel - 1] === 0) leaving[corner + stride] |= 8;
    }
  }
  return leaving;
}

/** The corners of a cycle at which it turns. */
function polygon({ corner, next }: Borders, start: number, stride: number): Outline {
  const out: number[] = [];
  let before = start;
  let here = next[start];
  do {
    const after = next[here];
    if (direction(corner[before], corner[here], stride) !== direction(corner[here], corner[after], stride)) {
      out.push(corner[here] % stride, Math.floor(corner[here] / stride));
    }
    before = here;
    here = after;
  } while (before !== start);
  return out;
}

/** 0 right, 1 down, 2 left, 3 up; bridges run along rows. */
function direction(a: number, b: number, stride: number): number {
  const down = Math.floor(b / stride) - Math.floor(a / stride);
  if (down !== 0) return down > 0 ? 1 : UP;
  return b > a ? 0 : 2;
}
