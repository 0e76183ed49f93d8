import { voxelCount } from "../../image/grid.ts";
import type { Box } from "../../image/crop.ts";
import type { Grid } from "../../image/grid.ts";
import { boxAround, boxGrid, place } from "../../image/part.ts";
import { VoteMap } from "../../raters/voteMap.ts";
import type { Observed as ObservedStructure } from "../../study/structure.ts";

/** Who marked what of one structure, in a box of the grid that holds all of it. */
export interface Observed {
  readonly grid: Grid;
  readonly box: Box;
  /** Votes in the box, first axis fastest. */
  readonly votes: VoteMap;
}

/** The votes of a structure's observers in the smallest box that holds all of them. */
export function inBox({ grid, masks }: Pick<ObservedStructure, "grid" | "masks">): Observed {
  const box = boxAround(masks.map((mask) => mask.box));
  const votes = new VoteMap(voxelCount(boxGrid(grid, box)));
  for (const mask of masks) {
    const whole = { box, data: new Uint8Array(votes.voxels) };
    place(mask, whole);
    votes.add(whole.data);
  }
  return { grid, box, votes };
}
