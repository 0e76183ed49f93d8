import { describe, expect, it } from "vitest";
import { coveredArea } from "../../../src/formats/dicom/covered-area.ts";
import { readPlane } from "../../../src/formats/dicom/plane.ts";
import type { Polygon } from "../../../src/formats/dicom/polygon.ts";

const square = (left: number, low: number, side: number): Polygon => ({
  x: [left, left + side, left + side, left],
  y: [low, low, low + side, low + side],
});

describe("contours that nobody drew", () => {
  it("are refused where they cross in more places than can be looked at", () => {
    // A zigzag of 10,000 edges between two lines, whose ends are spread by steps that are prime to their number.
    const n = 10_000;
    const x = Array.from({ length: n }, (_, k) => (k * 7919) % n);
    const y = Array.from({ length: n }, (_, k) => k % 2);
    expect(() => coveredArea([{ x, y }], "union")).toThrow(
      "has contours that cross one another and themselves in too many places",
    );
    // As many edges that do not cross: the n / 2 triangles of a saw, of area 1/2 each.
    const saw = {
      x: [...Array.from({ length: n + 1 }, (_, k) => k), n, 0],
      y: [...Array.from({ length: n + 1 }, (_, k) => k % 2), -1, -1],
    };
    expect(coveredArea([saw], "union")).toBeCloseTo(n + n / 2, 6);
  });

  it("are refused where each lies in all others", () => {
    const nested = Array.from({ length: 700 }, (_, k) => square(k, k, 4000 - 2 * k));
    expect(() => readPlane(nested, 0.01)).toThrow(
      "has contours that lie in and across one another in too many pairs",
    );
  });

  it("are told from a point that is far off, at no more cost than others", () => {
    const far: Polygon = { x: [0, 1e9, 1e9, 0], y: [0, 0, 1e9, 1e9] };
    const { parts } = readPlane([far, square(10, 10, 5), square(11, 11, 1), square(-20, -20, 5)], 0.01);
    expect(parts.map(({ depth }) => depth)).toEqual([0, 1, 2, 0]);
  });

  it("count once, however often they are there", () => {
    const copies = Array.from({ length: 20_000 }, () => square(3, 3, 5));
    const { parts } = readPlane([...copies, square(20, 20, 5)], 0.01);
    expect([...parts.entries()].filter(([, { isDuplicate }]) => !isDuplicate).map(([n]) => n)).toEqual([
      0, 20_000,
    ]);
  });
});
