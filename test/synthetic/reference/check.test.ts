import { describe, expect, it } from "vitest";
import { checkValues } from "../../../src/synthetic/reference/check/check.ts";
import { parseResultsCsv, templateCsv } from "../../../src/synthetic/reference/check/csv.ts";
import { judge } from "../../../src/synthetic/reference/check/verdict.ts";
import type { Quantity } from "../../../src/synthetic/reference/quantities/quantity.ts";
import { referenceOf } from "../../../src/synthetic/reference/reference.ts";
import { ORIENTATIONS, scene } from "../../../src/synthetic/reference/scene.ts";

const exact = referenceOf(
  scene({
    spacingMm: [1, 1, 2],
    orientation: ORIENTATIONS.oblique,
    offsetVoxels: [0.31, -0.19, 0.12],
    toleranceMm: 2,
  }),
);

const volume: Quantity = {
  quantity: "volume_ml",
  unit: "ml",
  value: 10,
  formula: "",
  tolerance: 0.2,
  toleranceBy: "",
  onVoxels: 10.05,
  onContours: 9.98,
  alternatives: [
    { cause: "holes filled", value: 12 },
    { cause: "no slices", value: 10.12 },
  ],
};

const verdictOf = (text: string): ReturnType<typeof judge> =>
  judge({ case: "c", quantity: "volume_ml", text }, volume);

describe("the verdict on a value", () => {
  it.each([
    ["10", "right", "the exact value"],
    ["10.000001", "right", "the exact value"],
    ["10.05", "right", "the masks"],
    ["10.0502", "within voxelisation", undefined],
    ["9.98", "right", "the contours"],
    ["10.004", "within voxelisation", undefined],
    ["10.2", "within voxelisation", undefined],
    ["10.21", "wrong", undefined],
    ["-10", "wrong", undefined],
    ["nan", "wrong", undefined],
    ["1e1", "right", "the exact value"],
  ])("of %s is %s", (text, verdict, equals) => {
    expect(verdictOf(text)).toMatchObject({ verdict, equals });
  });

  it("forgives digits that were left out, but not all of them", () => {
    const dice = { ...volume, value: 0.66672, onVoxels: 0.9, onContours: 0.9, tolerance: 0 };
    const of = (text: string) => judge({ case: "c", quantity: "q", text }, dice).verdict;
    expect(of("0.6667")).toBe("right");
    expect(of("0.667")).toBe("right"); // 2.8e-4 away; half a unit is 5e-4, 5·10⁻⁴ of the value 3.3e-4
    expect(of("0.67")).toBe("wrong");
    expect(of("0.66660")).toBe("wrong");
    expect(of("1")).toBe("wrong");
  });

  it("names the mistakes that give a wrong value, near enough for voxels, and of others only what is met", () => {
    expect(verdictOf("12").causes).toEqual(["holes filled"]);
    expect(verdictOf("12.15").causes).toEqual(["holes filled"]);
    expect(verdictOf("12.3").causes).toEqual([]);
    expect(verdictOf("10.12").causes).toEqual(["no slices"]);
    expect(verdictOf("10.13").causes).toEqual([]);
    expect(verdictOf("nan").causes).toEqual([]);
  });

  it("finds every mistake that the reference knows of, from its value", () => {
    let found = 0;
    for (const one of exact.cases) {
      for (const quantity of one.quantities) {
        for (const { cause, value } of quantity.alternatives) {
          const judged = judge(
            { case: one.case, quantity: quantity.quantity, text: String(value) },
            quantity,
          );
          if (judged.verdict === "right") continue;
          expect(judged.causes, `${one.case} ${quantity.quantity}`).toContain(cause);
          found += 1;
        }
      }
    }
    expect(found).toBeGreaterThan(500);
  });

  it("calls every exact value right, and what the masks and contours give", () => {
    for (const one of exact.cases) {
      for (const quantity of one.quantities) {
        for (const value of [quantity.value, quantity.onVoxels, quantity.onContours]) {
          if (value === undefined) continue;
          const text = String(value);
          expect(judge({ case: one.case, quantity: quantity.quantity, text }, quantity).verdict).toBe(
            "right",
          );
        }
      }
    }
  });

  it("tells mistakes from right values: holes, edges, spacing and half a voxel are wrong, not within voxelisation", () => {
    const wrong = (name: string, quantity: string, cause: string): void => {
      const known = exact.cases
        .find((one) => one.case === name)
        ?.quantities.find((one) => one.quantity === quantity);
      const values = known?.alternatives.filter((one) => one.cause.startsWith(cause)) ?? [];
      expect(values.length, `${name} ${quantity} ${cause}`).toBeGreaterThan(0);
      for (const { value } of values)
        expect(
          known === undefined ? "" : judge({ case: name, quantity, text: String(value) }, known).verdict,
        ).toBe("wrong");
    };
    for (const name of ["shell", "torus", "keyhole"]) wrong(name, "volume_ml", "holes filled");
    for (const name of ["ball", "ellipsoid", "box", "cylinder", "cone"]) {
      wrong(name, "volume_ml", "pixel edges");
      wrong(name, "volume_ml", "spacing ignored");
      wrong(name, "dice_with_mask", "pixel edges");
      wrong(name, "dice_with_mask", "shifted by half a voxel along k");
    }
    wrong("ball", "dice_with_mask", "shifted by half a voxel");
    wrong("ball", "centroid_z_mm", "shifted by half a voxel along k");
    wrong("shifted-ball", "hausdorff_mm", "spacing ignored");
    wrong("shifted-ball", "hausdorff95_mm", "spacing ignored");
    wrong("missing-slice", "hausdorff_mm", "distance of the filled bodies");
    wrong("scaled-ball", "dice", "Jaccard");
    wrong("boxes", "majority_ml", "half of the votes");
    wrong("nested-balls", "staple_ml", "a prior of 1/2");
  });
});

describe("the table of results", () => {
  it("comes back from the template with the values filled in, in any order of columns", () => {
    const rows = templateCsv(exact).trim().split("\n");
    expect(rows[0]).toBe("case,quantity,value");
    expect(rows).toHaveLength(1 + exact.cases.reduce((sum, one) => sum + one.quantities.length, 0));
    expect(parseResultsCsv("r.csv", templateCsv(exact))).toEqual([]);
    const parsed = parseResultsCsv(
      "r.csv",
      '\uFEFFvalue;note;"case";quantity\r\n1.5;"a;""b""";ball;volume_ml\r\n\r\n',
    );
    expect(parsed).toEqual([{ case: "ball", quantity: "volume_ml", text: "1.5" }]);
  });

  it.each([
    [
      "case,quantity\nball,volume_ml\n",
      /r\.csv: has the columns "case", "quantity", expected case, quantity, value/,
    ],
    ["case,quantity,value\nball,volume_ml\n", /r\.csv, line 2: has 2 fields, expected 3/],
  ])("is refused where it is not one", (text, message) => {
    expect(() => parseResultsCsv("r.csv", text)).toThrow(message);
  });

  it.each([
    ["bal,volume_ml,1", /names the case "bal", expected one of ball, ellipsoid/],
    ["ball,volume,1", /names the quantity "volume" of "ball", expected one of volume_ml/],
    ["ball,volume_ml,1\nball,volume_ml,2", /has volume_ml of "ball" twice/],
    ["ball,volume_ml,12 ml", /has "12 ml" for volume_ml of "ball", expected a number/],
    ["ball,volume_ml,0x10", /expected a number/],
    ["ball,volume_ml,", /has no values/],
  ])("with %s names what is wrong", (rows, message) => {
    const reported = parseResultsCsv("r.csv", `case,quantity,value\n${rows}\n`);
    expect(() => checkValues("r.csv", reported, exact)).toThrow(message);
  });

  it("lists the figures that were not reported", () => {
    const { values, missing } = checkValues(
      "r.csv",
      [{ case: "ball", quantity: "volume_ml", text: "14" }],
      exact,
    );
    expect(values).toHaveLength(1);
    expect(missing).toHaveLength(exact.cases.reduce((sum, one) => sum + one.quantities.length, 0) - 1);
  });
});
