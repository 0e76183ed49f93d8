import type { Triple } from "../../../image/grid.ts";
import type { ReferenceCase } from "../cases/case.ts";
import { cellMm3, centreOf, type Scene, toPatient } from "../scene.ts";
import { polygonArea, type Shape } from "../shapes/shape.ts";
import { byCentre, byTouch, byWhole, countBy, maskOf, shifted, type VoxelRule } from "../voxels/mask.ts";
import { momentsOf } from "../voxels/moments.ts";
import type { VoxelError } from "../voxelError.ts";
import { type Alternative, type Quantity, unlike } from "./quantity.ts";

const VOLUME_TOLERANCE =
  "what slicing changes, exactly, and four standard deviations of areas by lattice points, P/(4π³) Σ|ξ|⁻³ over the dual " +
  "lattice (Kendall 1948; Matérn 1985); w/h rounded down or up for sides along the grid";

/** Half a voxel away, in words and in voxels along i, j, k. */
const SHIFTS: readonly (readonly [string, Triple])[] = [
  ["along i", [0.5, 0, 0]],
  ["along i", [-0.5, 0, 0]],
  ["along j", [0, 0.5, 0]],
  ["along j", [0, -0.5, 0]],
  ["along i and j", [0.5, 0.5, 0]],
  ["along i and j", [-0.5, -0.5, 0]],
  ["along k", [0, 0, 0.5]],
  ["along k", [0, 0, -0.5]],
];

const SHIFTED = "shifted by half a voxel";
const TOUCHED = "pixel edges instead of centres: every pixel that a contour touches";
const WHOLE = "pixel edges instead of centres: only pixels wholly inside";
const FILLED = "holes filled";
const CORNER_LOST =
  "a corner straight above the first point lost: the last point's x and y repeat the first's, but not its z";

/** The volume of a body, by its closed form. Also of each observer of several, as `volume_1_ml`, … */
export function volumeQuantity(
  shape: Shape,
  scene: Scene,
  error: VoxelError,
  name: string = "volume_ml",
): Quantity {
  const { grid } = scene;
  const cell = cellMm3(grid);
  const inMl = (rule: VoxelRule): number => (countBy(shape, grid, rule).voxels * cell) / 1000;
  const value = shape.volumeMm3 / 1000;
  const contours = total(error.sliceVolumesMm3) / 1000;
  const last = error.sliceVolumesMm3.findLast((volume) => volume > 0) ?? 0;
  return {
    quantity: name,
    unit: "ml",
    value,
    formula: `V = ${shape.formula}`,
    tolerance: Math.abs(contours - value) + (4 * error.deviationMm3 + error.boundMm3) / 1000,
    toleranceBy: VOLUME_TOLERANCE,
    onVoxels: inMl(byCentre),
    onContours: contours,
    alternatives: unlike(value, [
      ...[shape.filledVolumeMm3, error.filledSlicesMm3 && total(error.filledSlicesMm3)].flatMap((filled) =>
        filled === undefined ? [] : [{ cause: FILLED, value: filled / 1000 }],
      ),
      { cause: TOUCHED, value: inMl(byTouch) },
      { cause: WHOLE, value: inMl(byWhole) },
      { cause: CORNER_LOST, value: withoutLostCorners(shape, scene) / 1000 },
      { cause: "the last slice left out", value: contours - last / 1000 },
      { cause: "spacing ignored: voxels counted as 1 mm³", value: value / cell },
      { cause: "mm³ instead of ml", value: value * 1000 },
    ]),
  };
}

/** The volume in mm³ of contours whose last point is dropped where it has the first one's x and y in LPS. */
function withoutLostCorners(shape: Shape, { grid, sagittaMm }: Scene): number {
  const slices = Array.from({ length: grid.shape[2] }, (_, k) => {
    const z = centreOf(grid, 2, k);
    const areas = shape.section(z, sagittaMm).map((polygon) => {
      const [first, last] = [polygon.subarray(0, 2), polygon.subarray(-2)].map((p) =>
        toPatient(grid, [p[0], p[1], z]),
      );
      const isLost = [0, 1].every((d) => Math.abs(first[d] - last[d]) < 1e-6);
      return polygonArea(isLost ? polygon.subarray(0, -2) : polygon);
    });
    return grid.spacingMm[2] * total(areas);
  });
  return shape.filledVolumeMm3 === undefined ? total(slices) : Number.NaN;
}

/** Volume, place and fit of one body. */
export function singleQuantities(
  { observers: [{ shape }] }: ReferenceCase,
  scene: Scene,
  error: VoxelError,
): Quantity[] {
  const volume = volumeQuantity(shape, scene, error);
  if (volume.tolerance >= volume.value) return [volume];
  return [volume, ...centroidQuantities(shape, scene, error), fitQuantity(shape, scene, error)];
}

function centroidQuantities(
  shape: Shape,
  { grid }: Scene,
  { deviationMm3, boundMm3, filledSlicesMm3 }: VoxelError,
): Quantity[] {
  const exact = toPatient(grid, shape.centroidMm);
  const mask = maskOf(shape, grid);
  const { meanIndex } = momentsOf(mask, grid);
  const local = (axis: 0 | 1 | 2, index: number): number => centreOf(grid, axis, index);
  const onVoxels = toPatient(grid, [local(0, meanIndex[0]), local(1, meanIndex[1]), local(2, meanIndex[2])]);
  /** Of the whole volume that may be wrong, each part is at most half the extent away. */
  const lever = (4 * deviationMm3 + boundMm3) / shape.volumeMm3;
  const filledCentre = (slices: readonly number[]): Triple => {
    const moment = total(slices.map((volume, k) => volume * local(2, k)));
    return toPatient(grid, [shape.centroidMm[0], shape.centroidMm[1], moment / total(slices)]);
  };
  return ([0, 1, 2] as const).map((d): Quantity => {
    const towards = (by: Triple): number =>
      by.reduce((sum, voxels, axis) => sum + voxels * grid.spacingMm[axis] * grid.directions[axis][d], 0);
    const filled =
      filledSlicesMm3 === undefined ? [] : [{ cause: FILLED, value: filledCentre(filledSlicesMm3)[d] }];
    const shifts = SHIFTS.map(([along, by]): Alternative => ({
      cause: `${SHIFTED} ${along}`,
      value: exact[d] + towards(by),
    }));
    return {
      quantity: `centroid_${"xyz"[d]}_mm`,
      unit: "mm",
      value: exact[d],
      formula: "∫ x dx / V, in the patient's coordinates (LPS)",
      tolerance: shape.halfExtentMm.reduce(
        (sum, extent, axis) => sum + lever * extent * Math.abs(grid.directions[axis][d]),
        Math.abs(onVoxels[d] - exact[d]) + 1e-3,
      ),
      toleranceBy:
        "that of the masks, and what the volume may change within slices, of which each part is at most half the extent " +
        "away; 1 µm for geometry in single precision",
      onVoxels: onVoxels[d],
      alternatives: unlike(exact[d], [
        ...filled,
        ...shifts,
        { cause: "RAS instead of LPS", value: d === 2 ? exact[d] : -exact[d] },
        { cause: "voxel indices instead of mm", value: meanIndex[d] },
      ]),
    };
  });
}

/** Dice of the voxels that a program makes of the contours with the mask by voxel centres. */
function fitQuantity(shape: Shape, { grid }: Scene, error: VoxelError): Quantity {
  const whole = countBy(shape, grid, byCentre).voxels;
  const fit = (rule: VoxelRule): number => {
    const { voxels, common } = countBy(shape, grid, rule);
    return (2 * common) / (voxels + whole);
  };
  const alternatives: Alternative[] = [
    ...SHIFTS.map(([along, by]) => ({ cause: `${SHIFTED} ${along}`, value: fit(shifted(by)) })),
    { cause: TOUCHED, value: fit(byTouch) },
    { cause: WHOLE, value: fit(byWhole) },
  ];
  const part = error.filledSlicesMm3 === undefined ? shape.volumeMm3 : total(error.sliceVolumesMm3);
  const filled = error.filledSlicesMm3 === undefined ? shape.filledVolumeMm3 : total(error.filledSlicesMm3);
  if (filled !== undefined) alternatives.push({ cause: FILLED, value: (2 * part) / (part + filled) });
  return {
    quantity: "dice_with_mask",
    unit: "1",
    value: 1,
    formula: "Dice of the voxels made of the contours with the mask: 1, as both follow the same outline",
    tolerance:
      (0.1 * Math.min(grid.spacingMm[0], grid.spacingMm[1]) * shape.surfaceMm2 + error.boundMm3 / 2) /
      shape.volumeMm3,
    toleranceBy:
      "voxels whose centre is within a tenth of a pixel of the outline, 0.2 h S of them by volume, may go either way; " +
      "1 − Dice is at most half of their share in V; and so may centres on the outline itself",
    onVoxels: 1,
    alternatives: unlike(1, alternatives),
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
