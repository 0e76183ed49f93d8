import { sum } from "../../core/dice.ts";
import type { Numbers } from "../../core/check.ts";
import type { ComparedLoss, LossRow } from "../../losses/comparison.ts";
import type { ThresholdsBySize } from "../../losses/thresholdsBySize.ts";
import { boundingBox } from "../../image/crop.ts";
import { type Grid, voxelVolumeMl } from "../../image/grid.ts";
import type { DrawingDocument } from "../chart.ts";
import { drawImageGrid } from "../imageGrid.ts";
import { fixed, significant } from "../numbers.ts";
import type { Raster } from "../raster.ts";
import type { ReportFigure } from "../reportFigure.ts";
import { cutSlice, widen } from "../slices.ts";
import { upright } from "../upright.ts";
import { drawVolumeChart } from "../volumeChart.ts";
import { drawSizeChart } from "./sizeChart.ts";

export interface LossFigureData {
  readonly compared: readonly ComparedLoss[];
  /** N values. */
  readonly m: Float32Array | Float64Array;
  /** The observers who marked voxel i, bit by bit; 0 without observers. */
  readonly patternAt: (i: number) => number;
  readonly grid: Grid;
  readonly sizes: ThresholdsBySize | undefined;
}

/** The map with each loss's minimiser, the volumes, and the thresholds by size; empty maps have none. */
export function lossFigures(data: LossFigureData, document: DrawingDocument): ReportFigure[] {
  const { m, grid, compared, sizes } = data;
  const box = boundingBox({ grid, data: m });
  if (box === undefined || sizes === undefined) return [];
  const voxelMl = voxelVolumeMl(grid);
  const total = sum(m);
  const own = total / m.length;
  const rows = compared.map(({ row }) => row);
  return [
    minimisers(data, widen(box, MARGIN, grid.shape)),
    {
      name: "volumes",
      caption:
        "Volume of each loss's minimiser after a threshold of 1/2. The dashed line is the map's own volume, its sum; the " +
        "dotted ones bound every Dice-optimal volume (Theorem 2).",
      alternative: `The map's volume is ${significant(total * voxelMl)} mL.`,
      drawing: drawVolumeChart(
        {
          bars: rows.map(({ loss, volumeMl, soft }) => ({ name: loss, group: Number(soft), volumeMl })),
          groups: ["minimiser is 0 or 1", "minimiser is soft"],
          marginalMl: total * voxelMl,
          boundsMl: [own * total * voxelMl, m.length * voxelMl],
        },
        document,
      ),
    },
    {
      name: "thresholds",
      caption:
        "Where a threshold of 1/2 on the trained output cuts the marginal, for this structure in images of more and more " +
        "background (to the left). Soft-Dice and cross-entropy do not mind; Dice + cross-entropy turns from one (small " +
        "structures) towards the other.",
      alternative: `The structure fills ${significant(own)} of this image.`,
      drawing: drawSizeChart(sizes, own, document),
    },
  ];
}

/** Voxels around the structure, within the slice. */
const MARGIN = 4;

const PANEL = 110;

function minimisers(
  { m, patternAt, grid, compared }: LossFigureData,
  box: ReturnType<typeof widen>,
): ReportFigure {
  const [width, height] = grid.shape;
  const slice = fullestSlice(m, width * height);
  const view = (values: ArrayLike<number>): Raster => upright(cutSlice(values, grid.shape, box, slice), grid);
  const start = slice * width * height;
  const onSlice = (f: (value: number, pattern: number) => number): Float32Array => {
    const values = new Float32Array(start + width * height);
    for (let i = start; i < start + width * height; i++) values[i] = f(m[i], patternAt(i));
    return values;
  };
  const marginal = view(m);
  const groups: { readonly row: LossRow; readonly c: Raster; readonly same: string[] }[] = [];
  for (const { row, soft } of compared) {
    const c = view(onSlice(soft));
    const like = groups.find((group) => isEqual(group.c.values, c.values));
    if (like === undefined) groups.push({ row, c, same: [] });
    else like.same.push(row.loss);
  }
  const shared = groups
    .filter(({ same }) => same.length > 0)
    .map(({ row, same }) => `${same.join(", ")} ${same.length > 1 ? "look" : "looks"} like ${row.loss}`);
  const aspect = (marginal.height * grid.spacingMm[1]) / (marginal.width * grid.spacingMm[0]);
  return {
    name: "minimisers",
    caption:
      `Slice ${slice + 1} of ${grid.shape[2]}: the map m, what each loss makes of it (c), and that cut at 1/2. A loss whose c ` +
      `is 0 or 1 has unlearnt the observers' disagreement. ${shared.length === 0 ? "" : `Here ${shared.join("; ")}.`}`,
    alternative: `${compared.length} losses, each with the map, its minimiser and its threshold at 1/2.`,
    drawing: drawImageGrid({
      columns: ["m", "c", "c > 1/2"],
      rows: groups.map(({ row, c }) => {
        const half = { ...c, values: Float32Array.from(c.values, (value) => Number(value > 0.5)) };
        const notes = row.threshold === null ? [] : [`m > ${fixed(row.threshold, 3)}`];
        return { title: row.loss, panels: [{ raster: marginal }, { raster: c }, { raster: half, notes }] };
      }),
      panelSize: aspect > 1 ? [PANEL / aspect, PANEL] : [PANEL, PANEL * aspect],
      barTitle: "probability of foreground",
    }),
  };
}

function isEqual(a: Numbers, b: Numbers): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}

/** The slice in which the map sums to most. */
function fullestSlice(m: Float32Array | Float64Array, pixels: number): number {
  let [best, most] = [0, -1];
  for (let slice = 0; slice * pixels < m.length; slice++) {
    let total = 0;
    for (let i = slice * pixels; i < (slice + 1) * pixels; i++) total += m[i];
    if (total > most) [best, most] = [slice, total];
  }
  return best;
}
