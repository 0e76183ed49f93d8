import { describe, expect, it } from "vitest";
import { chooseSeries } from "../../../src/formats/dicom/choose.ts";
import type { Contour, StructureSet } from "../../../src/formats/dicom/rtstruct.ts";
import { gridOf, groupSeries, type Series } from "../../../src/formats/dicom/series.ts";
import type { Slice } from "../../../src/formats/dicom/slices.ts";
import type { Triple } from "../../../src/image/grid.ts";
import { sliceAt, stackOf } from "../../support/slices.ts";

const only = (slices: readonly Slice[]): Series => {
  const [series, ...others] = groupSeries(slices);
  expect(others).toHaveLength(0);
  return series;
};

describe("a series", () => {
  it("is sorted along the normal, whatever the order of files and instance numbers", () => {
    const slices = [6, 0, 9, 3].map((z, n) => sliceAt(z, { instanceNumber: 9 - n }));
    const series = only(slices);
    expect(series.slices.map(({ positionMm }) => positionMm[2])).toEqual([0, 3, 6, 9]);
    expect(gridOf(series)).toEqual({
      shape: [20, 10, 4],
      spacingMm: [0.5, 0.75, 3],
      directions: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      originMm: [-5, 7, 0],
    });
    expect(series.notes).toEqual([]);
  });

  it("lies head first or feet first, supine or prone, as its directions say", () => {
    const prone = { rowDirection: [-1, 0, 0], columnDirection: [0, -1, 0] } as const;
    expect(gridOf(only(stackOf([0, 1, 2], [50, 60, -10], [0, 0, 2], prone))).directions).toEqual([
      [-1, 0, 0],
      [0, -1, 0],
      [0, 0, 1],
    ]);
    // Feet first: the normal points down, so the stack begins at the top.
    const feetFirst = { rowDirection: [-1, 0, 0], columnDirection: [0, 1, 0] } as const;
    const grid = gridOf(only(stackOf([0, 1, 2], [50, 60, -10], [0, 0, 2], feetFirst)));
    expect(grid.directions[2]).toEqual([0, 0, -1]);
    expect(grid.originMm).toEqual([50, 60, -6]);
  });

  it("may be sagittal, coronal or oblique", () => {
    const c = Math.cos(0.3);
    const s = Math.sin(0.3);
    const orientations: { row: Triple; column: Triple; normal: Triple }[] = [
      { row: [0, 1, 0], column: [0, 0, -1], normal: [-1, 0, 0] },
      { row: [1, 0, 0], column: [0, 0, -1], normal: [0, 1, 0] },
      { row: [1, 0, 0], column: [0, c, s], normal: [0, -s, c] },
    ];
    for (const { row, column, normal } of orientations) {
      const step = normal.map((value) => 2.5 * value) as unknown as Triple;
      const grid = gridOf(
        only(stackOf([2, 1, 0], [1, 2, 3], step, { rowDirection: row, columnDirection: column })),
      );
      expect(grid.spacingMm[2]).toBeCloseTo(2.5, 12);
      grid.directions[2].forEach((value, d) => expect(value).toBeCloseTo(normal[d], 12));
      grid.originMm.forEach((value, d) => expect(value).toBeCloseTo([1, 2, 3][d], 12));
    }
  });

  it("keeps the places of missing slices", () => {
    const series = only(stackOf([0, 1, 2, 5, 6, 8], [0, 0, 0], [0, 0, 2.5]));
    expect(gridOf(series).shape[2]).toBe(9);
    expect(gridOf(series).spacingMm[2]).toBe(2.5);
    expect(series.depth).toEqual([0, 1, 2, 5, 6, 8]);
    expect(series.notes).toEqual(["3 of 9 slices are missing"]);
  });

  it("with positions rounded to hundredths of a millimetre is regular all the same", () => {
    const zs = Array.from({ length: 90 }, (_, k) => Number((k * 3.2695).toFixed(2)));
    const series = only(zs.map((z) => sliceAt(z)));
    expect(gridOf(series).shape[2]).toBe(90);
    expect(gridOf(series).spacingMm[2]).toBeCloseTo(3.2695, 3);
  });

  it("uses the first of slices that repeat a position, and says so", () => {
    const series = only([
      ...stackOf([0, 1, 2], [0, 0, 0], [0, 0, 3], { instanceNumber: 2, file: "late" }),
      ...stackOf([0, 1, 2], [0, 0, 0], [0, 0, 3], { instanceNumber: 1, file: "early" }),
    ]);
    expect(series.slices.map(({ file }) => file)).toEqual(["early", "early", "early"]);
    expect(series.notes).toEqual([
      "3 of 6 slices repeat a position; the first of each by InstanceNumber is used",
    ]);
  });

  it("of two orientations or pixel grids comes apart", () => {
    const axial = stackOf([0, 1, 2], [0, 0, 0], [0, 0, 3]);
    const scout = sliceAt(0, { rowDirection: [0, 1, 0], columnDirection: [0, 0, -1] });
    const large = stackOf([0, 1], [0, 0, 0], [0, 0, 3], { columns: 40 });
    const parts = groupSeries([axial[0], scout, ...large, axial[2], axial[1]]);
    expect(parts.map(({ slices }) => slices.length)).toEqual([3, 1, 2]);
    for (const { notes } of parts) {
      expect(notes[0]).toBe("its UID covers 3 stacks of different orientation or pixel grid");
    }
  });

  it("of one slice takes the slice's thickness for its depth", () => {
    const series = only([sliceAt(4)]);
    expect(gridOf(series).shape).toEqual([20, 10, 1]);
    expect(gridOf(series).spacingMm[2]).toBe(3);
    expect(series.notes[0]).toContain("one slice");
  });

  it("with unequal gaps has no grid", () => {
    const series = only([0, 3, 6, 9, 11.5, 14].map((z) => sliceAt(z)));
    expect(() => gridOf(series)).toThrow(
      "MR series 1.2: has slices from 2.500 to 3.000 mm apart, expected equal distances",
    );
    expect(() => gridOf(only([0, 3, 100, 400].map((z) => sliceAt(z))))).toThrow("mm apart");
  });

  it("that is sheared by a tilted gantry has no grid, and the angle is named", () => {
    const series = only(stackOf([0, 1, 2, 3], [0, 0, 0], [0, 2 * Math.tan(0.2), 2]));
    expect(() => gridOf(series)).toThrow("MR series 1.2: is sheared by 11.46° (gantry tilt)");
    const shifted = only([0, 3, 6, 9].map((z) => sliceAt(z, { positionMm: [z === 6 ? 4 : 0, 0, z] })));
    expect(() => gridOf(shifted)).toThrow("slices shifted against each other by up to 4.00 mm");
  });

  it("never tells what its description says", () => {
    const series = only([0, 3, 7].map((z) => sliceAt(z, { description: "Jane Doe" })));
    expect(() => gridOf(series)).toThrow(/^(?!.*Jane)/u);
  });
});

describe("the series that a structure set belongs to", () => {
  const contour = (x: number, y: number, z: number): Contour => ({
    type: "CLOSED_PLANAR",
    points: Float64Array.of(x, y, z, x + 1, y, z, x, y + 1, z),
    images: [],
  });
  const set = (contours: readonly Contour[], changes: Partial<StructureSet> = {}): StructureSet => ({
    file: "rs.dcm",
    studyUid: undefined,
    patientId: undefined,
    sopInstanceUid: "9",
    label: undefined,
    frameOfReferenceUids: ["1.3"],
    referencedSeriesUids: [],
    referencedInstanceUids: new Set(),
    rois: [{ number: 1, name: "A", frameOfReferenceUid: undefined, contours, notes: [] }],
    ...changes,
  });
  const on = (uid: string, z0: number, count: number, changes: Partial<Slice> = {}): Series =>
    groupSeries(
      Array.from({ length: count }, (_, k) =>
        sliceAt(z0 + 3 * k, { seriesUid: uid, sopInstanceUid: `${uid}.${k}`, ...changes }),
      ),
    )[0];
  const inside = [contour(-3, 8, 0), contour(-3, 8, 3)];

  it("is the one in its frame of reference, not the one with the most slices", () => {
    const other = on("ct", 0, 40, { frameOfReferenceUid: "7.7" });
    expect(chooseSeries(set(inside), [other, on("mr", 0, 4)])?.series.uid).toBe("mr");
  });

  it("is, within the frame, the one whose voxels and slices the contours lie on", () => {
    const away = on("away", 200, 40);
    const between = on("between", 0.02, 5);
    const series = [away, between, on("right", 0, 4)];
    expect(chooseSeries(set(inside), series)?.series.uid).toBe("right");
  });

  it("is, on one grid, the one that it refers to, then the one whose instances it refers to", () => {
    const series = [on("a", 0, 4), on("b", 0, 4), on("c", 0, 4)];
    const byUid = set(inside, { referencedSeriesUids: ["nowhere", "b"] });
    expect(chooseSeries(byUid, series)?.series.uid).toBe("b");
    const byInstance = set(inside, { referencedInstanceUids: new Set(["c.2"]) });
    expect(chooseSeries(byInstance, series)?.series.uid).toBe("c");
  });

  it("is told by geometry alone where no frame of reference is named", () => {
    const unframed = set(inside, { frameOfReferenceUids: [] });
    expect(chooseSeries(unframed, [on("away", 200, 9), on("here", 0, 4)])?.series.uid).toBe("here");
  });

  it("is none where only other frames are there", () => {
    expect(chooseSeries(set(inside), [on("x", 0, 9, { frameOfReferenceUid: "7.7" })])).toBeUndefined();
  });

  it("is never one of a single slice; a sheared one is an error", () => {
    expect(chooseSeries(set(inside), [on("single", 0, 1), on("two", 0, 2)])?.series.uid).toBe("two");
    const tilted = groupSeries(stackOf([0, 1, 2], [-5, 7, 0], [0, 1, 3]));
    expect(() => chooseSeries(set(inside), tilted)).toThrow("gantry tilt");
  });

  it("is the wanted one, by UID or by a part of its description", () => {
    const series = [on("1.2.3", 0, 4, { description: "Ax T2" }), on("1.2.4", 0, 4, { description: "Ax T1" })];
    expect(chooseSeries(set(inside), series, "1.2.4")?.series.uid).toBe("1.2.4");
    expect(chooseSeries(set(inside), series, "t2")?.series.uid).toBe("1.2.3");
    expect(() => chooseSeries(set(inside), series, "ax")).toThrow(
      '--series: "ax" fits 2 series, expected one of the MR series 1.2.3 (20 × 10 × 4), MR series 1.2.4 (20 × 10 × 4)',
    );
    expect(() => chooseSeries(set(inside), series, "PET")).toThrow('"PET" fits no series');
  });
});
