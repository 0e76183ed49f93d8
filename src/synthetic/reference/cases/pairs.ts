import type { Triple } from "../../../image/grid.ts";
import { type Scene, voxelCentreAt } from "../scene.ts";
import { ball, ballSlabVolume, ballVolume, lensVolume } from "../shapes/ball.ts";
import { box } from "../shapes/box.ts";
import { ellipsoid } from "../shapes/ellipsoid.ts";
import { ballWithoutSlab } from "../shapes/withoutSlab.ts";
import { concentricSpheres, shiftedBoxes, shiftedSpheres, sphereAndSlab } from "../surfaces.ts";
import { moved, type ReferenceCase } from "./case.ts";
import { TURN } from "./single.ts";

/** The first observer's body and an exact transformation of it by the second. */
export function pairCases(scene: Scene): ReferenceCase[] {
  return [
    scaledBall(scene),
    shiftedBall(scene),
    missingSlice(scene),
    shiftedBox(scene),
    scaledEllipsoid(scene),
  ];
}

function scaledBall({ middleMm }: Scene): ReferenceCase {
  const [small, large] = [10, 16];
  return {
    name: "scaled-ball",
    description: `concentric balls, r = ${small} and ${large} mm`,
    observers: [
      { name: "first", shape: ball(small, middleMm) },
      { name: "second", shape: ball(large, middleMm) },
    ],
    patterns: nested(ballVolume(small), ballVolume(large)),
    surfaces: concentricSpheres(small, large),
  };
}

function shiftedBall({ middleMm }: Scene): ReferenceCase {
  const radius = 12;
  const shift: Triple = [1, 4, 8];
  const d = Math.hypot(...shift);
  const common = lensVolume(radius, d);
  return {
    name: "shifted-ball",
    description: `balls, r = ${radius} mm, the second shifted by (${shift.join(", ")}) mm along i, j, k: d = ${d} mm`,
    observers: [
      { name: "first", shape: ball(radius, moved(middleMm, -0.5, -2, -4)) },
      { name: "second", shape: ball(radius, moved(middleMm, 0.5, 2, 4)) },
    ],
    patterns: crossed(ballVolume(radius), ballVolume(radius), common),
    surfaces: shiftedSpheres(radius, d),
  };
}

function missingSlice({ grid, middleMm }: Scene): ReferenceCase {
  const radius = 12;
  const slab = grid.spacingMm[2];
  const centre: Triple = [middleMm[0], middleMm[1], voxelCentreAt(grid, middleMm)[2]];
  const rest = ballVolume(radius) - ballSlabVolume(radius, slab);
  return {
    name: "missing-slice",
    description: `ball, r = ${radius} mm, about a slice; the second observer left that slice out`,
    observers: [
      { name: "first", shape: ball(radius, centre) },
      { name: "second", shape: ballWithoutSlab(radius, slab, centre) },
    ],
    patterns: crossed(ballVolume(radius), rest, rest),
    surfaces: sphereAndSlab(radius, slab),
    hausdorffOfSetsMm: slab / 2,
  };
}

function shiftedBox({ middleMm }: Scene): ReferenceCase {
  const sides: Triple = [20, 16, 12];
  const shift = 6;
  const common = (sides[0] - shift) * sides[1] * sides[2];
  const whole = sides[0] * sides[1] * sides[2];
  return {
    name: "shifted-box",
    description: `boxes, ${sides.join(" × ")} mm along the grid, the second shifted by ${shift} mm along i`,
    observers: [
      { name: "first", shape: box(sides, moved(middleMm, -shift / 2, 0, 0)) },
      { name: "second", shape: box(sides, moved(middleMm, shift / 2, 0, 0)) },
    ],
    patterns: crossed(whole, whole, common),
    surfaces: shiftedBoxes(sides, shift),
  };
}

function scaledEllipsoid({ middleMm }: Scene): ReferenceCase {
  const half: Triple = [12, 9, 6];
  const scale = 1.5;
  const larger: Triple = [half[0] * scale, half[1] * scale, half[2] * scale];
  const volume = (4 / 3) * Math.PI * half[0] * half[1] * half[2];
  return {
    name: "scaled-ellipsoid",
    description: `ellipsoid, half axes ${half.join(", ")} mm, at an angle to the grid, and the same scaled by ${scale}`,
    observers: [
      { name: "first", shape: ellipsoid(half, TURN, middleMm) },
      { name: "second", shape: ellipsoid(larger, TURN, middleMm) },
    ],
    patterns: nested(volume, volume * scale ** 3),
    // No point x of the smaller is farther than |s x − x| from the larger, and the larger one's tip is that far from the smaller.
    hausdorffMm: { value: (scale - 1) * half[0], formula: "(s − 1) a, a the longest half axis" },
  };
}

/** The patterns of a body inside another. */
function nested(small: number, large: number): NonNullable<ReferenceCase["patterns"]> {
  return crossed(small, large, small);
}

/** The patterns of two bodies with something in common. */
function crossed(first: number, second: number, common: number): NonNullable<ReferenceCase["patterns"]> {
  return [
    { observers: 0b11, volumeMm3: common },
    { observers: 0b01, volumeMm3: first - common },
    { observers: 0b10, volumeMm3: second - common },
  ];
}
