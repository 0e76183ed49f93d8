import { SoftdiceError } from "../../../src/core/errors.ts";
import { describeGridDifference } from "../../../src/image/compare.ts";
import { coveringGrid } from "../../../src/image/cover.ts";
import { type Grid, voxelCount, voxelVolumeMl } from "../../../src/image/grid.ts";
import { maskOnGrid, type Part, place, type PlacedPart } from "../../../src/image/part.ts";
import type { Interpolation } from "../../../src/image/resample.ts";
import { emptyLike } from "../../../src/image/volume.ts";

/**
 * An observer's mask on the prediction's grid, with a remark where that changes it.
 * @throws SoftdiceError where voxels do not coincide and nothing says how to interpolate
 */
export function onGrid(
  observer: string,
  part: PlacedPart,
  grid: Grid,
  interpolation: Interpolation | undefined,
  remarks: string[],
): Part<Uint8Array> {
  const difference = describeGridDifference(part.grid, grid);
  if (difference === undefined || part.data.length === 0) return part;
  const isApart = coveringGrid([grid, part.grid]).apart.length > 0;
  if (isApart && interpolation === undefined) {
    throw new SoftdiceError({
      subject: observer,
      problem: `is drawn on another grid than the prediction's: ${difference}`,
      expected: "one grid for the prediction and its observers",
      remedy: "say how observers are brought to the prediction's grid: nearest or linear",
    });
  }
  const moved = maskOnGrid(part, grid, interpolation ?? "nearest");
  const ml = ({ data, grid: of }: PlacedPart): string =>
    `${(data.reduce((a, b) => a + b, 0) * voxelVolumeMl(of)).toFixed(4)} mL`;
  if (isApart || ml(part) !== ml(moved)) {
    const how = isApart ? `resampled (${interpolation}) onto` : "reaches beyond";
    remarks.push(`${observer}: ${how} the prediction's grid: ${ml(part)} became ${ml(moved)}`);
  }
  return moved;
}

/** A mask on the whole grid. */
export function wholeMask(part: Part<Uint8Array>, grid: Grid): Uint8Array {
  if (part.data.length === voxelCount(grid)) return part.data;
  const data = new Uint8Array(voxelCount(grid));
  if (part.data.length > 0) place(part, { box: { start: [0, 0, 0], end: grid.shape }, data });
  return data;
}

/** A map on the whole grid. */
export function wholeMap(part: Part<Float32Array | Float64Array>, grid: Grid): Float32Array | Float64Array {
  if (part.data.length === voxelCount(grid)) return part.data;
  const data: Float32Array | Float64Array = emptyLike(part.data, voxelCount(grid));
  const box = { start: [0, 0, 0], end: grid.shape } as const;
  if (part.data.length > 0) place<Float32Array | Float64Array>(part, { box, data });
  return data;
}
