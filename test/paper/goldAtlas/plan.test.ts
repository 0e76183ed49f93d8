import { describe, expect, it } from "vitest";
import { GOLD_ATLAS_PLAN, planOf, selectStructures } from "../../../src/paper/goldAtlas/plan.ts";
import { parseRois } from "../../../src/study/rois.ts";
import { PUBLISHED_TABLE } from "../../../src/paper/table1/published.ts";

describe("the plan of experiment (G)", () => {
  it("has the rows of Table 1, in its order", () => {
    const published = PUBLISHED_TABLE.filter(({ experiment }) => experiment === "G").map(({ row }) => row);
    expect(GOLD_ATLAS_PLAN.map(({ row }) => row)).toEqual(published);
  });

  it("spells the ROIs as the Gold Atlas does", () => {
    expect(GOLD_ATLAS_PLAN[5].rois[0]).toBe("Femoral head_R (User1)");
    expect(GOLD_ATLAS_PLAN.flatMap(({ rois }) => rois)).toHaveLength(45);
  });

  it("is cut down to the structures asked for, in its own order and however they are spelt", () => {
    const rows = selectStructures(GOLD_ATLAS_PLAN, ["prostate", "Femoral head_R", "rectum"]);
    expect(rows.map(({ row }) => row)).toEqual(["Rectum", "Femoral head R", "Prostate"]);
    expect(() => selectStructures(GOLD_ATLAS_PLAN, ["Liver"])).toThrow('--structures: names "Liver"');
  });
});

describe("the plan of a mapping of names", () => {
  it("names structures and their observers' ROIs", () => {
    const text = '{"Parotid L": ["par_l_A", "par_l_B", "par_l_C"], "Cord": {"A": "c1", "B": "c2"}}';
    expect(planOf("m.json", parseRois("m.json", text))).toMatchObject([
      { row: "Parotid L", rois: ["par_l_A", "par_l_B", "par_l_C"] },
      { row: "Cord", rois: ["c1", "c2"], observers: ["A", "B"] },
    ]);
  });

  it.each([
    ['{"A": ["x"]}', 'has one ROI for "A", which cannot disagree'],
    ['{"A,B": ["x", "y"]}', 'has a structure named "A,B", which no CSV row can be called'],
  ])("is refused for %s", (text, problem) => {
    expect(() => planOf("m.json", parseRois("m.json", text))).toThrow(`m.json: ${problem}`);
  });
});
