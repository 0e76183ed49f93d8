import { type Grid, voxelCount } from "../../../src/image/grid.ts";
import { boxAround, boxGrid, boxWithin, wholeBox } from "../../../src/image/part.ts";
import { type MarkedPart, markedPart } from "../../../src/raters/markedPart.ts";
import { inFieldOfView, type VotePatterns, votePatterns } from "../../../src/raters/patterns.ts";
import type { ConsensusSummary } from "../../../src/raters/consensusSummary.ts";
import { type Summarized, summarize } from "../../../src/raters/summary.ts";
import type { VoteMap } from "../../../src/raters/voteMap.ts";
import { voteMapOn } from "./analyse.ts";
import type { StoredMask } from "./stored.ts";

/** What the figures of a structure are made of; small enough to be sent to another worker. */
export interface FiguresInput {
  readonly grid: Grid;
  readonly observers: readonly Pick<StoredMask, "observer" | "part">[];
  /** What was unusual about it, among the warnings. */
  readonly remarks: readonly string[];
}

/** The numbers of `summary.json` for all observers of a structure, on the whole grid as the command line has them. */
export function figuresOf({ grid, observers, remarks }: FiguresInput): ConsensusSummary {
  const { summary } = summariseParts(observers, grid);
  return { ...summary, warnings: [...summary.warnings, ...remarks] };
}

/** A summary with the votes on the whole grid that it is of. */
export interface SummarisedParts extends Summarized {
  readonly votes: VotePatterns;
  readonly wholeMap: () => VoteMap;
}

/**
 * All figures of masks that are cut to what they mark. Voxels that nobody marked are counted, and visited only where a
 * method takes some of them.
 *
 * @param masks at least one
 */
export function summariseParts(masks: FiguresInput["observers"], grid: Grid): SummarisedParts {
  const names = masks.map(({ observer }) => observer);
  let whole: VoteMap | undefined;
  const wholeMap = (): VoteMap => (whole ??= voteMapOn(wholeBox(grid), masks));
  const box = boxAround(masks.map(({ part }) => part.box));
  const around = voteMapOn(box, masks);
  const inside = markedPart(around, boxGrid(grid, box));
  const marked: MarkedPart | undefined = inside && { ...inside, box: boxWithin(box, inside.box) };
  const votes = inFieldOfView(votePatterns(around), voxelCount(grid));
  return { ...summarize({ map: wholeMap, votes, grid, marked }, names), votes, wholeMap };
}
