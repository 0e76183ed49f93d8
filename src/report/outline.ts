import type { Raster } from "./raster.ts";

/** Steps right, down, left, up. */
const STEP_X = [1, 0, -1, 0] as const;
const STEP_Y = [0, 1, 0, -1] as const;

/**
 * The boundary of a mask along the edges of its voxels, as the data of an SVG path; (0, 0) is the top left corner of
 * the first voxel. Loops run clockwise around foreground and counter-clockwise around holes; voxels that touch at a
 * corner only are apart. Filled by either rule, the path is the mask.
 *
 * @param mask foreground where a value is not 0
 * @param voxel width and height of a voxel in the drawing
 */
export function outlinePath(
  { values, width, height }: Raster,
  voxel: readonly [width: number, height: number] = [1, 1],
): string {
  // With a border of background, so that every voxel has four neighbours.
  const step = width + 2;
  const inside = new Uint8Array(step * (height + 2));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) inside[x + 1 + step * (y + 1)] = values[x + width * y] === 0 ? 0 : 1;
  }
  const corners = width + 1;
  const leaving = new Uint8Array(corners * (height + 1)); // bit d: an edge leaves this corner in direction d
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = x + 1 + step * (y + 1);
      if (inside[at] === 0) continue;
      const corner = x + corners * y;
      if (inside[at - step] === 0) leaving[corner] |= 1;
      if (inside[at + 1] === 0) leaving[corner + 1] |= 2;
      if (inside[at + step] === 0) leaving[corner + corners + 1] |= 4;
      if (inside[at - 1] === 0) leaving[corner + corners] |= 8;
    }
  }
  const texts = [textsOf(width, voxel[0]), textsOf(height, voxel[1])] as const;
  let path = "";
  for (let start = 0; start < leaving.length; start++) {
    while (leaving[start] !== 0) path += traceLoop(leaving, corners, start, texts);
  }
  return path;
}

/** Coordinates of the corners along an axis as a path has them, made when they first occur. */
function textsOf(steps: number, length: number): (step: number) => string {
  const texts: (string | undefined)[] = Array.from({ length: steps + 1 });
  return (step) => (texts[step] ??= String(Number((step * length).toFixed(2))));
}

/** Follows and removes the loop that leaves `start`, turning right where two loops meet. */
function traceLoop(
  leaving: Uint8Array,
  corners: number,
  start: number,
  [textX, textY]: readonly [(step: number) => string, (step: number) => string],
): string {
  let x = start % corners;
  let y = (start - x) / corners;
  let direction = Math.log2(leaving[start] & -leaving[start]);
  let path = `M${textX(x)},${textY(y)}`;
  for (;;) {
    const corner = x + corners * y;
    leaving[corner] &= ~(1 << direction);
    x += STEP_X[direction];
    y += STEP_Y[direction];
    const next = x + corners * y;
    if (next === start) return `${path}Z`;
    const leaves = (quarter: number): boolean => (leaving[next] & (1 << ((direction + quarter) % 4))) !== 0;
    const turn = leaves(1) ? 1 : leaves(0) || !leaves(3) ? 0 : 3;
    if (turn !== 0) path += direction % 2 === 0 ? `H${textX(x)}` : `V${textY(y)}`;
    direction = (direction + turn) % 4;
  }
}
