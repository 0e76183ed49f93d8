import { describe, expect, it } from "vitest";
import type { Point } from "../../../web/planes/camera.ts";
import { areaMm2, centreOf, distanceMm, type PlaneSpacing, volumeMl } from "../../../web/planes/measure.ts";
import { lengthText, scaleBarMm } from "../../../web/planes/scaleBar.ts";

const spacing: PlaneSpacing = [0.5, 2, 5];

describe("measuring on a plane", () => {
  it("gives a distance in mm of voxels that are not square", () => {
    expect(distanceMm([0, 0], [6, 2], spacing)).toBe(5);
  });

  it("gives the area of a rectangle and of a circle, whichever way they were drawn", () => {
    const rectangle: Point[] = [
      [1, 1],
      [5, 1],
      [5, 3],
      [1, 3],
    ];
    expect(areaMm2(rectangle, spacing)).toBe(2 * 4);
    expect(areaMm2([...rectangle].reverse(), spacing)).toBe(2 * 4);
    const circle = Array.from({ length: 2000 }, (_, n): Point => {
      const angle = (2 * Math.PI * n) / 2000;
      return [50 + 20 * Math.cos(angle), 50 + 5 * Math.sin(angle)];
    });
    expect(areaMm2(circle, spacing)).toBeCloseTo(Math.PI * 100, 2);
  });

  it("adds areas on slices up to a volume in mL", () => {
    const square: Point[] = [
      [0, 0],
      [40, 0],
      [40, 10],
      [0, 10],
    ];
    // 20 mm × 20 mm × 5 mm on each of three slices.
    expect(volumeMl([square, square, square], spacing)).toBeCloseTo(6, 12);
    expect(centreOf(square)).toEqual([20, 5]);
  });

  it("has bars of round lengths that fit", () => {
    expect(scaleBarMm(4, 120)).toBe(20);
    expect(scaleBarMm(8, 120)).toBe(10);
    expect(scaleBarMm(1, 120)).toBe(100);
    expect([0.2, 20, 100].map(lengthText)).toEqual(["200 µm", "20 mm", "10 cm"]);
  });
});
