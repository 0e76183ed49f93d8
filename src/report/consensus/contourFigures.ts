import type { Numbers } from "../../core/check.ts";
import { boundingBox, type Box, growBox } from "../../image/crop.ts";
import type { Grid, Triple } from "../../image/grid.ts";
import { boxShape } from "../../image/part.ts";
import { METHODS, outlinedMethods } from "../../raters/methods.ts";
import { lineStyle, observerStyle, type SeriesStyle } from "../legend.ts";
import { drawMontage, type MontageSlice } from "../montage.ts";
import { type Axis, cutPlane, planeView } from "../planes.ts";
import type { Colouring, Raster } from "../raster.ts";
import type { ReportFigure } from "../reportFigure.ts";
import { spreadSlices } from "../slices.ts";
import type { ConsensusData } from "./figures.ts";

const SLICES = 6;
/** Voxels around the structure that are shown. */
export const SHOWN_MARGIN = 6;
/** Observers whose own contours are told apart; of more, all have one colour. */
const MOST_COLOURS = 6;

/** What lies under contours. */
interface Background {
  readonly values: Numbers;
  readonly colouring: Colouring;
  /** What a caption says of it. */
  readonly text: string;
}

/** A mask that is outlined, with its line; without a name it is not in the legend. */
interface Line {
  readonly text: string;
  readonly style: SeriesStyle;
  readonly mask: Uint8Array;
}

/** A plane of what the arrays cover: `index` along `axis`. */
interface Plane {
  readonly axis: Axis;
  readonly index: number;
}

/** Slices, three planes and the observers' own contours; none where nobody marked anything. */
export function contourFigures(data: ConsensusData): ReportFigure[] {
  const { marginal, masks, grid, covers = { start: [0, 0, 0], end: grid.shape } } = data;
  const shape = boxShape(covers);
  const box = boundingBox({ grid: { ...grid, shape }, data: marginal });
  if (box === undefined) return [];
  const shown = growBox(box, SHOWN_MARGIN, shape);
  const under = background(data, shape, shown);
  const methods = outlinedMethods.flatMap((method): Line[] => {
    const mask = masks[method];
    return mask === undefined
      ? []
      : [{ text: METHODS[method].title, style: lineStyle(METHODS[method]), mask }];
  });
  const slices = spreadSlices(box, SLICES).map((index): Plane => ({ axis: 2, index }));
  const planes = ([2, 1, 0] as const)
    .filter((axis) => axis === 2 || (grid.shape[2] > 1 && grid.shape[axis] > 1))
    .map((axis): Plane => ({ axis, index: Math.floor((box.start[axis] + box.end[axis]) / 2) }));
  // A plane that several figures show is one raster in all of them.
  const rasters = new Map<string, Raster>();
  const rasterOf = ({ axis, index }: Plane): Raster => {
    const key = `${axis} ${index}`;
    const raster = rasters.get(key) ?? cutPlane(under.values, shape, shown, planeView(grid, axis), index);
    rasters.set(key, raster);
    return raster;
  };
  const draw = (
    name: ReportFigure["name"],
    what: string,
    views: readonly Plane[],
    lines: readonly Line[],
  ) => ({
    name,
    caption: `${what} ${under.text}`,
    alternative: `${views.length} planes with the outlines of ${lines.length} masks.`,
    drawing: drawMontage({
      slices: views.map((plane) => panel(grid, covers, shown, rasterOf(plane), plane, lines)),
      names: lines.map(({ text }) => text),
      styles: lines.map(({ style }) => style),
      voxelMm: [grid.spacingMm[0], grid.spacingMm[1]],
      colouring: under.colouring,
    }),
  });
  const own = observerLines(data);
  return [
    draw("montage", "Slices with the outline of each consensus.", slices, methods),
    draw(
      "planes",
      "Planes through the middle of what was marked, with the outline of each consensus.",
      planes,
      methods,
    ),
    ...(own.length === 0
      ? []
      : [
          draw(
            "observers",
            "The observers' own contours, and the Dice-optimal consensus.",
            [...planes, ...slices],
            [...own, ...methods.slice(0, 1)],
          ),
        ]),
  ];
}

/** The observers' contours; of many, all in one colour under one name. */
function observerLines({ observers = [], summary }: ConsensusData): Line[] {
  const isMany = observers.length > MOST_COLOURS;
  return observers.map((mask, k) => ({
    text: isMany ? (k === 0 ? `each of ${observers.length} observers` : "") : summary.raters[k].name,
    style: observerStyle(isMany ? 0 : k),
    mask,
  }));
}

/** @param box what is shown of what the arrays cover */
function panel(
  grid: Grid,
  covers: Box,
  box: Box,
  raster: Raster,
  { axis, index }: Plane,
  lines: readonly Line[],
): MontageSlice {
  const view = planeView(grid, axis);
  const shape = boxShape(covers);
  return {
    title: `${view.name}, ${covers.start[axis] + index + 1} of ${grid.shape[axis]}`,
    raster,
    voxelMm: [grid.spacingMm[view.right], grid.spacingMm[view.down]],
    masks: lines.map(({ mask }) => cutPlane(mask, shape, box, view, index).values),
  };
}

/** The image between the 1st and 99th percentile of what is shown of it, or the marginal. */
function background({ image, marginal }: ConsensusData, shape: Triple, box: Box): Background {
  if (image === undefined) {
    return {
      values: marginal,
      colouring: { map: "paleGray", domain: [0, 1] },
      text: "Under them the marginal, white where no observer marked the voxel and gray where all did.",
    };
  }
  const seen: number[] = [];
  for (let k = box.start[2]; k < box.end[2]; k++) {
    for (let j = box.start[1]; j < box.end[1]; j++) {
      for (let i = box.start[0]; i < box.end[0]; i++) seen.push(image[i + shape[0] * (j + shape[1] * k)]);
    }
  }
  const ascending = Float64Array.from(seen).sort();
  const at = (q: number): number => ascending[Math.round(q * (ascending.length - 1))];
  return {
    values: image,
    colouring: { map: "gray", domain: [at(0.01), at(0.99)] },
    text: "Under them the image.",
  };
}
