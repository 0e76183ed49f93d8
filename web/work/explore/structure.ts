import { type Grid, type Triple, voxelVolumeMl } from "../../../src/image/grid.ts";
import { boxAround } from "../../../src/image/part.ts";
import { meanVotes } from "../../../src/raters/marginal.ts";
import { votePatterns } from "../../../src/raters/patterns.ts";
import { planeViews } from "../../planes/orientation.ts";
import { cut, type PlaneWindow, windowOf } from "../../planes/window.ts";
import type { PlaneMarginal } from "../descent/marginal.ts";
import { wholeMap } from "../model/align.ts";
import { voteMapOn } from "../study/analyse.ts";
import type { StoredMap } from "../study/analyseMap.ts";
import type { StoredMask } from "../study/stored.ts";
import type { MarginalToCompare } from "./compare.ts";

/** A structure of the study whose marginal is explored: the observers that count, or a map. */
export type Explored = { readonly grid: Grid } & (
  { readonly kind: "masks"; readonly masks: readonly StoredMask[] } | ({ readonly kind: "map" } & StoredMap)
);

/** Around the structure, in mm. */
const MARGIN_MM = 24;

/** The axial plane through a voxel, cut to the structure with a margin. */
function planeOf(of: Explored): PlaneWindow {
  const boxes = of.kind === "map" ? [of.part.box] : of.masks.map(({ part }) => part.box);
  const [axial] = planeViews(of.grid);
  return windowOf(axial, of.grid, boxAround(boxes), MARGIN_MM);
}

/** The marginal in the axial plane through a voxel, exact, with the observers' masks in that plane. */
export function planeMarginal(of: Explored, voxel: Triple): PlaneMarginal {
  const window = planeOf(of);
  const width = window.across[1];
  const values = (part: { box: StoredMask["part"]["box"]; data: ArrayLike<number> }): Float32Array =>
    cut(part, window, voxel[window.view.through], 0, new Float32Array(width * window.down[1]));
  if (of.kind === "map") return { marginal: values(of.part), width };
  const raters = of.masks.map(({ part }) => Uint8Array.from(values(part)));
  const marginal = Float64Array.from(
    raters[0],
    (_, i) => raters.reduce((sum, mask) => sum + mask[i], 0) / raters.length,
  );
  return { marginal, width, raters };
}

/** The marginal of the whole image, with the plane through a voxel to show. */
export function wholeMarginal(of: Explored, voxel: Triple): MarginalToCompare {
  const { grid } = of;
  const window = planeOf(of);
  const { across, down, view, voxelMm } = window;
  const [nx, ny] = grid.shape;
  const stride = [1, nx, nx * ny];
  const along = (
    axis: PlaneWindow["view"]["across"],
    [first, count]: readonly [number, number],
    n: number,
  ): number => (first + (axis.isReversed ? count - 1 - n : n)) * stride[axis.axis];
  const plane = {
    width: across[1],
    pixels: across[1] * down[1],
    pixelAspect: voxelMm[1] / voxelMm[0],
    index: (pixel: number): number =>
      voxel[view.through] * stride[view.through] +
      along(view.across, across, pixel % across[1]) +
      along(view.down, down, Math.floor(pixel / across[1])),
  };
  const whole = { start: [0, 0, 0], end: grid.shape } as const;
  if (of.kind === "map") {
    const { part } = of;
    const voxelMl = of.hasGeometry ? voxelVolumeMl(grid) : Number.NaN;
    return { m: wholeMap(part, grid), voxelMl, patternAt: () => 0, plane };
  }
  const map = voteMapOn(whole, of.masks);
  const votes = votePatterns(map);
  const marginals = meanVotes(votes);
  return {
    m: map.expand(marginals, new Float64Array(map.voxels)),
    voxelMl: voxelVolumeMl(grid),
    observers: { ...votes, has: (p, k) => votes.table.has(p, k), marginals },
    patternAt: (i) => map.patternAt(i),
    plane,
  };
}
