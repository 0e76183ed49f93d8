import type { Triple } from "../../../image/grid.ts";
import { type Scene, voxelCentreAt } from "../scene.ts";
import { ball, ballSlabVolume, ballVolume, lensVolume } from "../shapes/ball.ts";
import { box } from "../shapes/box.ts";
import { ballWithoutSlab } from "../shapes/withoutSlab.ts";
import { moved, type ReferenceCase } from "./case.ts";

/** Three or four observers, so that a consensus of them is known. */
export function consensusCases(scene: Scene): ReferenceCase[] {
  return [nestedBalls(scene), balls(scene), boxes(scene), sliceLeftOut(scene)];
}

function nestedBalls({ middleMm }: Scene): ReferenceCase {
  const radii = [9, 11, 12, 15];
  return {
    name: "nested-balls",
    description: `concentric balls, r = ${radii.join(", ")} mm`,
    observers: radii.map((radius, k) => ({ name: `observer${k + 1}`, shape: ball(radius, middleMm) })),
    // Between the radii k − 1 and k lies what observers k, k + 1, … drew.
    patterns: radii.map((radius, k) => ({
      observers: (2 ** radii.length - 1) & ~(2 ** k - 1),
      volumeMm3: ballVolume(radius) - (k === 0 ? 0 : ballVolume(radii[k - 1])),
    })),
  };
}

/**
 * Three balls in a row, d apart. What the outer two have in common is in the middle one, as the distance to the middle's
 * centre is at most the mean of those to the others'.
 */
function balls({ middleMm }: Scene): ReferenceCase {
  const radius = 12;
  const d = 6;
  const step: Triple = [4, 2, 4];
  const [near, far] = [lensVolume(radius, d), lensVolume(radius, 2 * d)];
  return {
    name: "row-of-balls",
    description: `balls, r = ${radius} mm, in a row, d = ${d} mm apart along (2, 1, 2)`,
    observers: [-1, 0, 1].map((n, k) => ({
      name: `observer${k + 1}`,
      shape: ball(radius, moved(middleMm, n * step[0], n * step[1], n * step[2])),
    })),
    patterns: [
      { observers: 0b111, volumeMm3: far },
      { observers: 0b011, volumeMm3: near - far },
      { observers: 0b110, volumeMm3: near - far },
      { observers: 0b001, volumeMm3: ballVolume(radius) - near },
      { observers: 0b100, volumeMm3: ballVolume(radius) - near },
      { observers: 0b010, volumeMm3: ballVolume(radius) - 2 * near + far },
    ],
  };
}

function boxes({ middleMm }: Scene): ReferenceCase {
  const [b, c] = [16, 12];
  /** From and to along i. */
  const spans: readonly (readonly [number, number])[] = [
    [-10, 10],
    [-8, 14],
    [-16, 6],
    [-6, 8],
  ];
  const ends = [...new Set(spans.flat())].sort((x, y) => x - y);
  const patterns = ends.slice(1).map((to, n) => ({
    observers: spans.reduce(
      (bits, span, k) => (span[0] <= ends[n] && span[1] >= to ? bits | (1 << k) : bits),
      0,
    ),
    volumeMm3: (to - ends[n]) * b * c,
  }));
  const text = spans.map(([from, to]) => `${from} … ${to}`).join(", ");
  return {
    name: "boxes",
    description: `boxes of ${b} × ${c} mm along j and k, from and to ${text} mm along i`,
    observers: spans.map(([from, to], k) => ({
      name: `observer${k + 1}`,
      shape: box([to - from, b, c], moved(middleMm, (from + to) / 2, 0, 0)),
    })),
    patterns,
  };
}

function sliceLeftOut({ grid, middleMm }: Scene): ReferenceCase {
  const [small, large] = [10, 13];
  const slab = grid.spacingMm[2];
  const centre: Triple = [middleMm[0], middleMm[1], voxelCentreAt(grid, middleMm)[2]];
  const [inner, outer] = [ballSlabVolume(small, slab), ballSlabVolume(large, slab)];
  const [rest, all] = [ballVolume(small) - inner, ballVolume(large) - outer];
  return {
    name: "slice-left-out",
    description: `balls about a slice, r = ${small}, ${large} and ${large} mm; the third observer left that slice out`,
    observers: [
      { name: "observer1", shape: ball(small, centre) },
      { name: "observer2", shape: ball(large, centre) },
      { name: "observer3", shape: ballWithoutSlab(large, slab, centre) },
    ],
    patterns: [
      { observers: 0b111, volumeMm3: rest },
      { observers: 0b011, volumeMm3: inner },
      { observers: 0b110, volumeMm3: all - rest },
      { observers: 0b010, volumeMm3: outer - inner },
    ],
  };
}
