import { gridFromAffineRas } from "../../image/affine.ts";
import { describeGridDifference } from "../../image/compare.ts";
import { mmToVoxel, voxelCount, voxelToMm } from "../../image/grid.ts";
import type { Grid, Triple } from "../../image/grid.ts";
import { nearInteger } from "../../image/mask.ts";
import type { Volume } from "../../image/volume.ts";
import type { ReadContext } from "../context.ts";
import { allocate, requireSize, requireVolumes } from "../data.ts";
import { malformed } from "../malformed.ts";
import { parseNumbers } from "../text.ts";

/** One segment of a segmentation as 3D Slicer stores it: the voxels of layer `layer` that hold `label`. */
export interface Segment {
  readonly name: string;
  /** N in the names of its keys, SegmentN_…. */
  readonly number: number;
  readonly layer: number;
  readonly label: number;
}

/**
 * The segments that the keys Segment0_…, Segment1_… describe, by rising number, none for a plain image. Numbers may be left
 * out, as by whoever takes the keys of a segment away. Without LabelValue and Layer (files
 * before Slicer 4.11) each segment has its own layer, with 1 in it. SegmentN_Extent only bounds the voxels that are
 * marked, so it is not needed.
 */
export function segmentsOf(file: string, keys: ReadonlyMap<string, string>, context: ReadContext): Segment[] {
  const numbers = new Set<number>();
  for (const key of keys.keys()) {
    const [, number] = /^Segment(\d+)_/.exec(key) ?? [];
    if (number !== undefined) numbers.add(Number(number));
  }
  requireVolumes(file, numbers.size, context);
  return [...numbers].sort((a, b) => a - b).map((n) => segmentOf(file, keys, n));
}

function segmentOf(file: string, keys: ReadonlyMap<string, string>, n: number): Segment {
  const key = (field: string): string | undefined => keys.get(`Segment${n}_${field}`);
  const whole = (field: string, otherwise: number): number => {
    const [value] = parseNumbers(file, `Segment${n}_${field}`, key(field) ?? String(otherwise), 1);
    if (Number.isSafeInteger(value)) return value;
    throw malformed(file, `Segment${n}_${field}`, `is ${value}`, "a whole number");
  };
  const name = key("Name") ?? key("ID");
  if (name === undefined)
    throw malformed(file, `Segment${n}_Name`, "is missing beside other keys of the segment", "its name");
  const isOld = key("LabelValue") === undefined;
  return { name, number: n, layer: whole("Layer", isOld ? n : 0), label: whole("LabelValue", 1) };
}

/**
 * A mask of 0 and 1 for each segment. Slicer stores only the box around all segments: where the file tells the geometry
 * of the image that was segmented, and its voxels coincide with the file's, the masks lie on that image's grid, else on
 * the box.
 * @throws SoftdiceError when a segment's layer does not exist, or the segmentation is fractional.
 */
export function extractSegments(
  file: string,
  keys: ReadonlyMap<string, string>,
  segments: readonly Segment[],
  layers: readonly Volume[],
  context: ReadContext,
): Volume[] {
  const representation =
    keys.get("Segmentation_SourceRepresentation") ?? keys.get("Segmentation_MasterRepresentation");
  if (representation === "Fractional labelmap") {
    throw malformed(
      file,
      "Segmentation_SourceRepresentation",
      "is Fractional labelmap",
      "Binary labelmap",
      "export the segments as binary labelmaps",
    );
  }
  const stored = layers[0].grid;
  const placed = placeInReference(file, keys, stored, context);
  const size = voxelCount(placed.grid);
  requireSize(file, size * segments.length, context);
  return segments.map(({ name, number, layer, label }) => {
    const source = layers[layer];
    if (source === undefined)
      throw malformed(
        file,
        `Segment${number}_Layer`,
        `is ${layer}`,
        `a layer from 0 to ${layers.length - 1}`,
      );
    const data = allocate(file, size);
    const dropped = mark(data, placed, source, label);
    if (dropped > 0)
      context.warn(
        `${file}: ${dropped} voxels of segment ${number} lie outside the image that was segmented; left out`,
      );
    return { name, grid: placed.grid, data };
  });
}

/** A grid and where on it voxel (0, 0, 0) of the stored box lies. */
interface Placement {
  readonly grid: Grid;
  readonly offset: Triple;
}

/** Sets `data` to 1 where `source` holds `label`; returns how many such voxels lie outside the grid. */
function mark(data: Uint8Array, { grid, offset }: Placement, source: Volume, label: number): number {
  const [nx, ny, nz] = source.grid.shape;
  const [mx, my, mz] = grid.shape;
  let dropped = 0;
  let from = 0;
  for (let k = offset[2]; k < offset[2] + nz; k++) {
    for (let j = offset[1]; j < offset[1] + ny; j++) {
      const isRow = k >= 0 && k < mz && j >= 0 && j < my;
      for (let i = offset[0]; i < offset[0] + nx; i++, from++) {
        if (nearInteger(source.data[from]) !== label) continue;
        if (isRow && i >= 0 && i < mx) data[i + mx * (j + my * k)] = 1;
        else dropped++;
      }
    }
  }
  return dropped;
}

function placeInReference(
  file: string,
  keys: ReadonlyMap<string, string>,
  stored: Grid,
  context: ReadContext,
): Placement {
  const asStored: Placement = { grid: stored, offset: [0, 0, 0] };
  const grid = referenceGrid(file, keys.get("Segmentation_ConversionParameters") ?? "");
  if (grid === undefined) return asStored;
  const [i, j, k] = mmToVoxel(grid, stored.originMm);
  const offset: Triple = [Math.round(i), Math.round(j), Math.round(k)];
  const box: Grid = { ...grid, shape: stored.shape, originMm: voxelToMm(grid, offset) };
  const difference = describeGridDifference(box, stored);
  if (difference === undefined) return { grid, offset };
  // A box of one voxel is Slicer's way to store a segmentation that is empty.
  if (voxelCount(stored) === 1) return { grid, offset: [0, 0, 0] };
  context.warn(
    `${file}: its voxels are not those of the image that was segmented (${difference}); left as stored`,
  );
  return asStored;
}

/**
 * The grid in "…&Reference image geometry|m00;m01;…;m33;i0;i1;j0;j1;k0;k1;|…": a 4×4 matrix from voxels to RAS and the
 * first and last voxel of each axis.
 */
function referenceGrid(file: string, parameters: string): Grid | undefined {
  const [, text] = /(?:^|&)Reference image geometry\|([^|&]*)/.exec(parameters) ?? [];
  if (text === undefined || text === "") return undefined;
  const field = "Reference image geometry";
  const numbers = parseNumbers(file, field, text.replaceAll(";", " "), 22);
  const row = (n: number): [number, number, number, number] =>
    numbers.slice(4 * n, 4 * n + 4) as [number, number, number, number];
  const [i0, i1, j0, j1, k0, k1] = numbers.slice(16) as [number, number, number, number, number, number];
  const shape: Triple = [i1 - i0 + 1, j1 - j0 + 1, k1 - k0 + 1];
  const { originMm, ...grid } = gridFromAffineRas(`${file}: ${field}`, shape, [row(0), row(1), row(2)]);
  return { ...grid, originMm: voxelToMm({ ...grid, originMm }, [i0, j0, k0]) };
}
