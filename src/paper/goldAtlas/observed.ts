import { isClosed, type Roi } from "../../formats/dicom/rtstruct.ts";
import { type Nested, rasterise } from "../../formats/dicom/rasterise.ts";
import type { Box } from "../../image/crop.ts";
import { type Grid, mmToVoxel, type Triple } from "../../image/grid.ts";
import { VoteMap } from "../../raters/voteMap.ts";

/** Who marked what of one structure, in a box of the grid that holds all of it. */
export interface Observed {
  readonly grid: Grid;
  readonly box: Box;
  /** Votes in the box, first axis fastest. */
  readonly votes: VoteMap;
  /** ROIs that hold no voxel: outside the grid, or between its points. Their observers count, as having marked nothing. */
  readonly empty: readonly string[];
}

/**
 * Rasterises each observer's contours by plastimatch's rule.
 *
 * @param rois one an observer, each with closed contours
 * @returns undefined if nobody's contours hold a voxel
 */
export function observe(rois: readonly Roi[], grid: Grid, nested: Nested): Observed | undefined {
  const contours = rois.map((roi) => roi.contours.filter(isClosed).map(({ points }) => points));
  const box = boundingBox(contours.flat(), grid);
  if (box === undefined) return undefined;
  const spare: Uint8Array[] = [];
  const masks = contours.map((own) => {
    const { mask } = rasterise(own, grid, { nested, spare });
    spare.push(mask);
    return cropMask(mask, grid.shape, box);
  });
  const empty = rois.filter((_, k) => !masks[k].includes(1)).map(({ name }) => name);
  if (empty.length === rois.length) return undefined;
  const votes = new VoteMap(masks[0].length);
  for (const mask of masks) votes.add(mask);
  return { grid, box, votes, empty };
}

/** A box of voxels around all vertices, two voxels wider than they need, inside the grid. */
function boundingBox(contours: readonly Float64Array[], grid: Grid): Box | undefined {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const points of contours) {
    for (let i = 0; i + 2 < points.length; i += 3) {
      const index = mmToVoxel(grid, [points[i], points[i + 1], points[i + 2]]);
      for (let axis = 0; axis < 3; axis++) {
        low[axis] = Math.min(low[axis], index[axis]);
        high[axis] = Math.max(high[axis], index[axis]);
      }
    }
  }
  const start = low.map((value) => Math.max(0, Math.floor(value) - 2)) as unknown as Triple;
  const end = high.map((value, axis) =>
    Math.min(grid.shape[axis], Math.ceil(value) + 3),
  ) as unknown as Triple;
  return start.every((value, axis) => value < end[axis]) ? { start, end } : undefined;
}

function cropMask(mask: Uint8Array, [nx, ny]: Triple, { start, end }: Box): Uint8Array {
  const [width, height, depth] = boxSize({ start, end });
  const out = new Uint8Array(width * height * depth);
  for (let k = 0; k < depth; k++) {
    for (let j = 0; j < height; j++) {
      const from = start[0] + nx * (start[1] + j + ny * (start[2] + k));
      out.set(mask.subarray(from, from + width), width * (j + height * k));
    }
  }
  return out;
}

/** Voxels along each axis of a box. */
export function boxSize({ start, end }: Box): Triple {
  return [end[0] - start[0], end[1] - start[1], end[2] - start[2]];
}
