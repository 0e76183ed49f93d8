import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Grid, unitGrid } from "../../../src/image/grid.ts";
import {
  type Camera,
  fitCamera,
  fromPane,
  panned,
  type Point,
  revealing,
  toPane,
  zoomed,
} from "../../../web/planes/camera.ts";
import { planeViews } from "../../../web/planes/orientation.ts";
import { boxWindow, type PlaneWindow, toPicture, windowOf } from "../../../web/planes/window.ts";

const grid: Grid = { ...unitGrid([100, 80, 30]), spacingMm: [0.5, 1, 3] };
const planes = fc.constantFrom(...planeViews(grid)).map((view) => windowOf(view, grid, undefined, 0));
const within = (low: number, high: number): fc.Arbitrary<number> =>
  fc.double({ min: low, max: high, noNaN: true });
const cameras: fc.Arbitrary<Camera> = fc.record({
  centre: fc.tuple(within(0, 100), within(0, 80)),
  pixelsPerMm: within(0.5, 50),
});
const places: fc.Arbitrary<Point> = fc.tuple(within(0, 640), within(0, 480));
const size: Point = [640, 480];

function expectNear(found: Point, expected: Point, digits: number = 6): void {
  expect(found[0]).toBeCloseTo(expected[0], digits);
  expect(found[1]).toBeCloseTo(expected[1], digits);
}

describe("a camera over a plane", () => {
  it("gives back the place of a point", () => {
    fc.assert(
      fc.property(planes, cameras, places, (window, camera, place) => {
        expectNear(toPane(camera, window, size, fromPane(camera, window, size, place)), place);
      }),
    );
  });

  it("keeps the point under the pointer where it is while it zooms", () => {
    fc.assert(
      fc.property(planes, cameras, places, within(0.5, 2), (window, camera, place, factor) => {
        const point = fromPane(camera, window, size, place);
        expectNear(toPane(zoomed(camera, window, size, place, factor), window, size, point), place);
      }),
    );
  });

  it("moves the plane with the pointer", () => {
    const [window] = planesOf();
    const camera: Camera = { centre: [50, 40], pixelsPerMm: 4 };
    const before = toPane(camera, window, size, [50, 40]);
    const after = toPane(panned(camera, window, [30, -12]), window, size, [50, 40]);
    expectNear(after, [before[0] + 30, before[1] - 12]);
  });

  it("never loses the plane from sight", () => {
    fc.assert(
      fc.property(planes, cameras, within(-1e5, 1e5), within(-1e5, 1e5), (window, camera, dx, dy) => {
        const { centre } = panned(camera, window, [dx, dy]);
        expect(centre[0]).toBeGreaterThanOrEqual(0);
        expect(centre[0]).toBeLessThanOrEqual(window.across[1]);
        expect(centre[1]).toBeGreaterThanOrEqual(0);
        expect(centre[1]).toBeLessThanOrEqual(window.down[1]);
      }),
    );
  });

  it("fits a part into the pane, touching two of its sides", () => {
    const box = { start: [20, 10, 5], end: [40, 50, 15] } as const;
    for (const view of planeViews(grid)) {
      const whole = windowOf(view, grid, undefined, 0);
      const part = boxWindow(view, grid, box);
      const camera = fitCamera(part, whole, size);
      const corners = [box.start, box.end.map((end) => end - 1) as unknown as typeof box.start].map((voxel) =>
        toPicture(whole, voxel),
      );
      const low: Point = [
        Math.min(corners[0][0], corners[1][0]) - 0.5,
        Math.min(corners[0][1], corners[1][1]) - 0.5,
      ];
      const high: Point = [
        Math.max(corners[0][0], corners[1][0]) + 0.5,
        Math.max(corners[0][1], corners[1][1]) + 0.5,
      ];
      const [left, top] = toPane(camera, whole, size, low);
      const [right, bottom] = toPane(camera, whole, size, high);
      expect(left + right).toBeCloseTo(size[0], 6);
      expect(top + bottom).toBeCloseTo(size[1], 6);
      expect(Math.min(left, top)).toBeCloseTo(0, 6);
    }
  });

  it("follows a point out of sight, and stays where one is in sight", () => {
    const [window] = planesOf();
    const camera: Camera = { centre: [50, 40], pixelsPerMm: 20 };
    expect(revealing(camera, window, size, [50, 40], 20)).toBe(camera);
    const [x, y] = toPane(revealing(camera, window, size, [5, 70], 20), window, size, [5, 70]);
    expect([x, y]).toEqual([20, 460]);
  });
});

function planesOf(): PlaneWindow[] {
  return planeViews(grid).map((view) => windowOf(view, grid, undefined, 0));
}
