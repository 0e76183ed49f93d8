import { segmentation } from "../../../src/core/optimum.ts";
import type { CurvePoint } from "../../../src/core/thresholdCurve.ts";
import type { Box } from "../../../src/image/crop.ts";
import { type Grid, voxelCount } from "../../../src/image/grid.ts";
import { meanVotes } from "../../../src/raters/marginal.ts";
import { outlinedMethods } from "../../../src/raters/methods.ts";
import { paint } from "../../../src/raters/selection.ts";
import type { ConsensusData } from "../../../src/report/consensus/figures.ts";
import { summaryAndCurve, type ThresholdSummary } from "../../../src/evaluation/threshold.ts";
import { voteMapOn } from "./analyse.ts";
import { boxAround, boxGrid, boxShape, type Part, place } from "../../../src/image/part.ts";
import type { Decision } from "../../../src/study/decisions.ts";
import type { StoredMap } from "./analyseMap.ts";
import { type SummarisedParts, summariseParts } from "./figures.ts";
import type { StoredMask } from "./stored.ts";

/** What the report draws; the summary is that of the command line, the pictures are cut to what is marked. */
export type ReportData =
  | ({ readonly kind: "consensus"; readonly of: SummaryOf } & ConsensusData)
  | {
      readonly kind: "threshold";
      readonly summary: ThresholdSummary;
      readonly curve: readonly CurvePoint[];
      readonly map: Float32Array | Float64Array;
      readonly mask: Uint8Array;
      readonly grid: Grid;
    };

/** What `summary.json` says beside the numbers: of what they are. */
export interface SummaryOf {
  readonly structure: string;
  readonly patient: string;
  readonly sources: readonly Decision[];
}

/** Room around the structure in pictures, in voxels within the slice. */
const MARGIN = 8;

/** All figures of `softdice consensus` for some observers, with what they were computed from. */
export interface SummarisedMasks extends SummarisedParts {
  readonly chosen: readonly StoredMask[];
  readonly grid: Grid;
}

/** @param counted indices into `masks`, at least one */
export function summariseMasks(
  masks: readonly StoredMask[],
  counted: readonly number[],
  grid: Grid,
): SummarisedMasks {
  const chosen = counted.map((index) => masks[index]);
  return { ...summariseParts(chosen, grid), chosen, grid };
}

/** What the report of a consensus draws. */
export function consensusReport(
  { chosen, votes, grid, summary, result }: SummarisedMasks,
  of: SummaryOf,
): ReportData {
  const box = allSlices(boxAround(chosen.map(({ part }) => part.box)), grid);
  const part = voteMapOn(box, chosen);
  const marginal = part.expand(meanVotes(votes), new Float32Array(part.voxels));
  const shown = outlinedMethods.map(
    (method) => [method, paint(part, votes, result.selections[method])] as const,
  );
  return {
    kind: "consensus",
    of,
    summary,
    votes,
    marginal,
    masks: Object.fromEntries(shown),
    grid: boxGrid(grid, box),
  };
}

const NO_GEOMETRY =
  "The file holds no geometry; voxels are taken as 1 mm, and volumes in mL are true only if they are.";

/** All figures of `softdice threshold` for a map. */
export function mapReport(
  { part, hasGeometry }: StoredMap,
  grid: Grid,
): ReportData & { readonly kind: "threshold" } {
  const make = part.data instanceof Float64Array ? Float64Array : Float32Array;
  const whole = { box: { start: [0, 0, 0], end: grid.shape } as const, data: new make(voxelCount(grid)) };
  place(part as Part<Float32Array>, whole as Part<Float32Array>);
  const { summary: found, curve } = summaryAndCurve(whole.data, grid);
  const summary = hasGeometry ? found : { ...found, warnings: [NO_GEOMETRY, ...found.warnings] };
  const box = allSlices(boxAround([part.box]), grid);
  const [width, height, depth] = boxShape(box);
  const shown = { box, data: new make(width * height * depth) };
  place(part as Part<Float32Array>, shown as Part<Float32Array>);
  const mask = segmentation(shown.data, summary.threshold);
  return { kind: "threshold", summary, curve, map: shown.data, mask, grid: boxGrid(grid, box) };
}

/** The box with a margin in every slice, and all slices, so that they keep their numbers. */
function allSlices({ start, end }: Box, { shape }: Grid): Box {
  const low = (axis: 0 | 1): number => Math.max(0, start[axis] - MARGIN);
  const high = (axis: 0 | 1): number => Math.min(shape[axis], end[axis] + MARGIN);
  return { start: [low(0), low(1), 0], end: [high(0), high(1), shape[2]] };
}
