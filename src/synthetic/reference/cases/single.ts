import type { Triple } from "../../../image/grid.ts";
import { type Scene, voxelCentreAt } from "../scene.ts";
import { ball } from "../shapes/ball.ts";
import { box } from "../shapes/box.ts";
import { cone } from "../shapes/cone.ts";
import { cylinder } from "../shapes/cylinder.ts";
import { ellipsoid } from "../shapes/ellipsoid.ts";
import { islands } from "../shapes/islands.ts";
import { keyhole } from "../shapes/keyhole.ts";
import { rotation, type Rotation } from "../shapes/rotation.ts";
import type { Shape } from "../shapes/shape.ts";
import { shell } from "../shapes/shell.ts";
import { torus } from "../shapes/torus.ts";
import { moved, type ReferenceCase } from "./case.ts";

/** The turn of shapes that lie at an angle to the grid: 35° about (1, 2, 3). */
export const TURN: Rotation = rotation([1, 2, 3], 35);

/** Bodies drawn once: what contours and masks of them should give. */
export function singleCases({ grid, middleMm }: Scene): ReferenceCase[] {
  const [hi, hj, hk] = grid.spacingMm;
  const least = Math.min(hi, hj, hk);
  const voxel = voxelCentreAt(grid, middleMm);
  const sheet: Triple = [0.4 * hi, 24, 20];
  return [
    one("ball", "ball, r = 15 mm", ball(15, middleMm)),
    one(
      "ellipsoid",
      "ellipsoid, half axes 18, 12 and 9 mm, at an angle to the grid",
      ellipsoid([18, 12, 9], TURN, middleMm),
    ),
    one("box", "box, 20 × 16 × 12 mm along the grid", box([20, 16, 12], middleMm)),
    one("turned-box", "box, 20 × 16 × 12 mm, at an angle to the grid", box([20, 16, 12], middleMm, TURN)),
    one("cylinder", "upright cylinder, r = 12 mm, h = 20 mm", cylinder(12, 20, middleMm)),
    one("cone", "upright cone, r = 14 mm, h = 24 mm", cone(14, 24, middleMm)),
    one("torus", "torus about k, R = 14 mm, ρ = 5 mm: nested contours", torus(14, 5, middleMm)),
    one("shell", "ball, R = 16 mm, with a cavity, ρ = 8 mm: nested contours", shell(16, 8, middleMm)),
    one(
      "islands",
      "two balls, r = 7 and 5 mm, 24 mm apart",
      islands(ball(7, moved(middleMm, -11, 0, 0)), ball(5, moved(middleMm, 13, 0, 0))),
    ),
    one(
      "keyhole",
      "upright tube, R = 15 mm, ρ = 6 mm, h = 16 mm: each section one contour with a bridge of no width to the hole",
      keyhole(15, 6, 16, middleMm),
    ),
    one(
      "sheet",
      "sheet, 0.4 voxels thick along i, 24 × 20 mm, a tenth of a voxel beside a layer of voxel centres",
      box(sheet, [voxel[0] + 0.1 * hi, middleMm[1], middleMm[2]]),
    ),
    one(
      "speck",
      "ball smaller than a voxel, r = 0.4 of the smallest spacing, a fifth of it beside a voxel's centre",
      ball(0.4 * least, moved(voxel, 0.2 * least, -0.1 * least, 0)),
    ),
  ];
}

function one(name: string, description: string, shape: Shape): ReferenceCase {
  return { name, description, observers: [{ name: "exact", shape }] };
}
