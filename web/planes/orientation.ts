import type { Grid, Triple } from "../../src/image/grid.ts";

export type PlaneName = "axial" | "coronal" | "sagittal";

/** An axis of the grid as it runs across a picture. */
export interface PlaneAxis {
  /** Axis of the grid: 0, 1, 2 for i, j, k. */
  readonly axis: 0 | 1 | 2;
  /** Whether indices fall from left to right, or from top to bottom. */
  readonly isReversed: boolean;
}

/** How a plane of voxels is shown. */
export interface PlaneView {
  readonly name: PlaneName;
  readonly across: PlaneAxis;
  readonly down: PlaneAxis;
  /** Axis of the grid that the plane is cut along. */
  readonly through: 0 | 1 | 2;
  /** Sides of the patient at the left, right, top and bottom of the picture. */
  readonly sides: readonly [left: string, right: string, top: string, bottom: string];
}

/**
 * The three planes of a grid as radiologists look at them: axial from the feet with the front on top, coronal from the
 * front with the head on top, sagittal from the left with the head on top and the front on the left. An oblique grid is
 * shown by its own voxels, each axis named after the patient's axis that it is nearest to.
 */
export function planeViews(grid: Grid): readonly PlaneView[] {
  const [x, y, z] = patientAxes(grid);
  const head = opposite(z);
  return [
    { name: "axial", across: x, down: y, through: z.axis, sides: ["R", "L", "A", "P"] },
    { name: "coronal", across: x, down: head, through: y.axis, sides: ["R", "L", "H", "F"] },
    { name: "sagittal", across: y, down: head, through: x.axis, sides: ["A", "P", "H", "F"] },
  ];
}

function opposite({ axis, isReversed }: PlaneAxis): PlaneAxis {
  return { axis, isReversed: !isReversed };
}

const ORDERS: readonly (readonly [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2])[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** The grid's axes nearest to the patient's x (to the left), y (to the back) and z (to the head). */
function patientAxes({ directions }: Grid): [PlaneAxis, PlaneAxis, PlaneAxis] {
  const along = (axis: 0 | 1 | 2, d: number): number => directions[axis][d];
  const score = (order: Triple | (typeof ORDERS)[number]): number =>
    order.reduce<number>((sum, axis, d) => sum + Math.abs(along(axis as 0 | 1 | 2, d)), 0);
  const best = ORDERS.reduce((a, b) => (score(b) > score(a) + 1e-9 ? b : a));
  const axisOf = (d: 0 | 1 | 2): PlaneAxis => ({ axis: best[d], isReversed: along(best[d], d) < 0 });
  return [axisOf(0), axisOf(1), axisOf(2)];
}
