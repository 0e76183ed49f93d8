import type { Numbers } from "../core/check.ts";
import type { Box } from "../image/crop.ts";
import type { Grid, Triple } from "../image/grid.ts";
import type { Raster } from "./raster.ts";

/** An axis of an image: 0, 1 or 2 for i, j or k. */
export type Axis = 0 | 1 | 2;

/** How a plane of an image is shown: which axes run to the right and down, and whether they are turned round. */
export interface PlaneView {
  /** The axis that the plane is across. */
  readonly normal: Axis;
  readonly right: Axis;
  readonly down: Axis;
  readonly isRightTurned: boolean;
  readonly isDownTurned: boolean;
  /** "axial", "coronal" or "sagittal", by the direction of the normal. */
  readonly name: string;
}

/** Names of planes across the patient's axes left, back and head. */
const NAMES = ["sagittal", "coronal", "axial"];

/**
 * The view of the planes across an axis as people hang them: the patient's left on the right, the back below or (in
 * sagittal planes) on the right, the head above; as far as turning axes round gets there.
 */
export function planeView({ directions }: Pick<Grid, "directions">, normal: Axis): PlaneView {
  const [a, b] = ([0, 1, 2] as const).filter((axis) => axis !== normal);
  const [right, down] = patientAxis(directions[a]) <= patientAxis(directions[b]) ? [a, b] : [b, a];
  const isHead = patientAxis(directions[down]) === 2;
  const sign = (axis: Axis): number => directions[axis][patientAxis(directions[axis])];
  return {
    normal,
    right,
    down,
    isRightTurned: sign(right) < 0,
    isDownTurned: isHead ? sign(down) > 0 : sign(down) < 0,
    name: NAMES[patientAxis(directions[normal])],
  };
}

/** The patient's axis (0 left, 1 back, 2 head) that a direction is nearest to. */
function patientAxis([x, y, z]: Triple): Axis {
  const [ax, ay, az] = [Math.abs(x), Math.abs(y), Math.abs(z)];
  if (az >= ax && az >= ay) return 2;
  return ay >= ax ? 1 : 0;
}

/** The part of plane `index` of a volume that lies in a box, as it is shown. */
export function cutPlane(
  values: Numbers,
  shape: Triple,
  { start, end }: Box,
  view: PlaneView,
  index: number,
): Raster {
  const { normal, right, down } = view;
  const [width, height] = [end[right] - start[right], end[down] - start[down]];
  const strides = [1, shape[0], shape[0] * shape[1]];
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const v = start[down] + (view.isDownTurned ? height - 1 - y : y);
    for (let x = 0; x < width; x++) {
      const u = start[right] + (view.isRightTurned ? width - 1 - x : x);
      out[x + width * y] = values[index * strides[normal] + u * strides[right] + v * strides[down]];
    }
  }
  return { values: out, width, height };
}
