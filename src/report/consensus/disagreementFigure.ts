import type { Grid, Triple } from "../../image/grid.ts";
import type { LocalDisagreement } from "../../raters/agreement/disagreement.ts";
import { arrange, at, type Drawing, FONT_SIZE, label } from "../drawing.ts";
import { markup } from "../markup.ts";
import { fixed } from "../numbers.ts";
import { type Axis, cutPlane, planeView } from "../planes.ts";
import { colourBar, type Colouring, drawRaster } from "../raster.ts";
import type { ReportFigure } from "../reportFigure.ts";

const LARGEST = 240;

/** The map of local disagreement: the consensus' surface seen along each axis, the largest value on the way. */
export function disagreementFigure(disagreement: LocalDisagreement, grid: Grid): ReportFigure {
  const { sdMm } = disagreement;
  const largest = sdMm.reduce((a, b) => Math.max(a, b), 0);
  const end = largest > 0 ? largest : 1;
  const colouring: Colouring = { map: "paperHeat", domain: [-end / 200, end] };
  const axes = ([2, 1, 0] as const).filter((axis) => disagreement.lattice[axis] > 1 || axis === 2);
  const ticks = [0, end / 2, end].map((value) => ({ value, text: fixed(value, end < 10 ? 2 : 1) }));
  const views = axes.map((axis) => drawView(disagreement, grid, axis, colouring));
  const bar = colourBar(colouring, 160, ticks, "SD of the distance (mm)");
  return {
    name: "disagreement",
    caption:
      "Where the observers disagree: on the surface of the Dice-optimal consensus, the standard deviation over the observers " +
      "of the signed distance to their surfaces. Each picture looks along an axis and shows the largest value on the way.",
    alternative: `The standard deviation of the distance is at most ${fixed(largest, 2)} mm.`,
    drawing: arrange("row", [...views, { ...bar, body: at(0, FONT_SIZE + 5, bar.body) }], 14),
  };
}

function drawView(
  { lattice, positions, sdMm }: LocalDisagreement,
  grid: Grid,
  axis: Axis,
  colouring: Colouring,
): Drawing {
  const view = planeView(grid, axis);
  const flat: [number, number, number] = [...lattice];
  flat[axis] = 1;
  const shape: Triple = flat;
  const values = new Float32Array(shape[0] * shape[1] * shape[2]).fill(-Infinity);
  positions.forEach((position, e) => {
    const i = position % lattice[0];
    const row = Math.floor(position / lattice[0]);
    const point = [i, row % lattice[1], Math.floor(row / lattice[1])];
    point[axis] = 0;
    const pixel = point[0] + shape[0] * (point[1] + shape[1] * point[2]);
    values[pixel] = Math.max(values[pixel], sdMm[e]);
  });
  const raster = cutPlane(values, shape, { start: [0, 0, 0], end: shape }, view, 0);
  const widthMm = raster.width * grid.spacingMm[view.right];
  const heightMm = raster.height * grid.spacingMm[view.down];
  const pixelsPerMm = LARGEST / Math.max(widthMm, heightMm);
  const picture = drawRaster(raster, [widthMm * pixelsPerMm, heightMm * pixelsPerMm], colouring);
  return {
    width: picture.width,
    height: picture.height + FONT_SIZE + 5,
    body: markup`${label(0, FONT_SIZE, `${view.name} view`)}${at(0, FONT_SIZE + 5, picture.body)}`,
  };
}
