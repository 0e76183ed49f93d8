import { describe, expect, it } from "vitest";
import { coveredArea } from "../../../src/formats/dicom/covered-area.ts";
import { paintOrder, planeArea, readPlane } from "../../../src/formats/dicom/plane.ts";
import type { Polygon } from "../../../src/formats/dicom/polygon.ts";

const polygon = (...points: readonly (readonly [number, number])[]): Polygon => ({
  x: points.map(([x]) => x),
  y: points.map(([, y]) => y),
});
const square = (x: number, y: number, side: number): Polygon =>
  polygon([x, y], [x + side, y], [x + side, y + side], [x, y + side]);
const tolerance = 0.01;

describe("the contours of a plane", () => {
  it("are outlines, holes and islands by how many others they lie in", () => {
    const meaning = readPlane(
      [square(4, 4, 2), square(0, 0, 10), square(2, 2, 6), square(20, 0, 1)],
      tolerance,
    );
    expect(meaning.parts.map(({ depth }) => depth)).toEqual([2, 0, 1, 0]);
    expect([meaning.holes, meaning.crossing]).toEqual([1, 0]);
    expect(paintOrder(meaning)).toEqual([1, 3, 2, 0]);
  });

  it("count once from another start, reversed, or closed", () => {
    const ring = [
      [0, 0],
      [9, 0],
      [9, 5],
      [3, 8],
    ] as const;
    const turned = polygon(ring[2], ring[3], ring[0], ring[1]);
    const reversed = polygon(...[...ring].reverse());
    const meaning = readPlane([polygon(...ring), turned, reversed, square(0, 0, 9)], tolerance);
    expect(meaning.parts.map(({ isDuplicate }) => isDuplicate)).toEqual([false, true, true, false]);
  });

  it("are joined where they cross, and a hole in both of them is one hole", () => {
    const contours = [square(0, 0, 10), square(5, 0, 10), square(6, 2, 2)];
    const meaning = readPlane(contours, tolerance);
    expect(meaning.parts.map(({ depth }) => depth)).toEqual([0, 0, 1]);
    expect([meaning.holes, meaning.crossing]).toEqual([1, 2]);
    expect(planeArea(contours, meaning, "holes")).toBeCloseTo(150 - 4, 9);
    expect(planeArea(contours, meaning, "union")).toBeCloseTo(150, 9);
    // In one, in both, in all three: parity takes the first and the last.
    expect(planeArea(contours, meaning, "parity")).toBeCloseTo(100 + 4, 9);
  });

  it("that only touch are joined without a word", () => {
    const contours = [square(0, 0, 4), square(4, 0, 4), square(8, 4, 4)];
    const meaning = readPlane(contours, tolerance);
    expect(new Set(meaning.parts.map(({ group }) => group)).size).toBe(1);
    expect(meaning.crossing).toBe(0);
    expect(planeArea(contours, meaning, "holes")).toBeCloseTo(48, 9);
  });

  it("beside the hole of a keyhole ring are islands", () => {
    const keyhole = polygon(
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
      [0, 5],
      [3, 5],
      [3, 7],
      [7, 7],
      [7, 3],
      [3, 3],
      [3, 5],
      [0, 5],
    );
    const meaning = readPlane([keyhole, square(4, 4, 2)], tolerance);
    expect(meaning.parts.map(({ depth }) => depth)).toEqual([0, 0]);
    expect(planeArea([keyhole, square(4, 4, 2)], meaning, "holes")).toBeCloseTo(100 - 16 + 4, 9);
  });

  it("of fewer than three points count for nothing", () => {
    const meaning = readPlane([polygon([0, 0]), polygon([1, 1], [9, 9]), square(0, 0, 10)], tolerance);
    expect(meaning.parts.map(({ hasArea }) => hasArea)).toEqual([false, false, true]);
    expect(paintOrder(meaning)).toEqual([2]);
  });
});

describe("the area that polygons cover", () => {
  it("is exact where none cross", () => {
    expect(coveredArea([polygon([0, 0], [8, 0], [3, 6])], "union")).toBeCloseTo(24, 12);
    expect(coveredArea([square(0, 0, 10), square(2, 2, 3)], "parity")).toBeCloseTo(91, 12);
  });

  it("counts the two lobes of a contour that crosses itself, not their difference", () => {
    const bow = polygon([0, 0], [4, 4], [4, 0], [0, 4]);
    expect(coveredArea([bow], "union")).toBeCloseTo(8, 12);
  });
});
