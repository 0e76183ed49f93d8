import type { Box } from "../image/crop.ts";
import type { Grid } from "../image/grid.ts";
import { unionBox } from "./fieldOfView.ts";
import type { VoteMap } from "./voteMap.ts";

/** The smallest part of a map that holds every voxel that anyone marked: all that distances and centres depend on. */
export interface MarkedPart {
  readonly box: Box;
  /** The box's votes; its patterns have the numbers of the whole. */
  readonly map: VoteMap;
}

/** Undefined where nobody marked any voxel. */
export function markedPart(map: VoteMap, grid: Grid): MarkedPart | undefined {
  const box = unionBox(map, grid);
  return box === undefined ? undefined : { box, map: map.crop(grid.shape, box) };
}
