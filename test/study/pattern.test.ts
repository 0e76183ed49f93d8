import { describe, expect, it } from "vitest";
import { bids } from "../../src/study/bids.ts";
import { parsePattern } from "../../src/study/pattern.ts";
import { decisionsText } from "../../src/study/decisions.ts";
import { lookUp, parseRois } from "../../src/study/rois.ts";

describe("a pattern", () => {
  it.each([
    ["{patient}/{observer}", "HN01/Ines.nii.gz", { patient: "HN01", observer: "Ines" }],
    [
      "{patient}/{structure}_{observer}",
      "c1/task01_seg02.nii",
      { patient: "c1", structure: "task01", observer: "seg02" },
    ],
    ["{patient}/{patient}_{observer}", "HN01/HN01_Ines.nii.gz", { patient: "HN01", observer: "Ines" }],
    ["{patient}/{patient}_{observer}", "HN01/HN02_Ines.nii.gz", undefined],
    ["{observer}/imagesTs/*_{patient}", "net/imagesTs/x_P1.nrrd", { observer: "net", patient: "P1" }],
    ["*/{observer}", "a/b/Ines.nii", undefined],
    ["**/{observer}", "a/b/Ines.nii", { observer: "Ines" }],
    ["**/{observer}", "Ines.nii", { observer: "Ines" }],
    ["**{observer}", "a/b/Ines.nii", { observer: "Ines" }],
    ["*{observer}", "Ines.nii", { observer: "Ines" }],
    ["{patient}/**", "P1/deep/er/x.nii", { patient: "P1" }],
    ["./{patient}/{observer}.nii.gz", "P1/Ines.nii.gz", { patient: "P1", observer: "Ines" }],
    ["{structure}_{observer}", "left_kidney_AB.nii", { structure: "left_kidney", observer: "AB" }],
    ["{observer}-{structure}", "AB-left-kidney.nii", { structure: "left-kidney", observer: "AB" }],
    ["{structure}_{observer}", "lung_L_1.nii", { structure: "lung_L", observer: "1" }],
    [
      "{patient}_{structure}_{observer}",
      "case_01_left_kidney_reader_2.nii",
      { patient: "case_01", structure: "left_kidney", observer: "reader_2" },
    ],
    [
      "{structure}/{patient}_{observer}",
      "liver/P1_van_Dyk.nii",
      { structure: "liver", patient: "P1", observer: "van_Dyk" },
    ],
    ["{patient}.{observer}", "P1.Ines.nii", { patient: "P1", observer: "Ines" }],
  ])("%s reads %s", (pattern, place, expected) => {
    const found = parsePattern(pattern).placeOf(place);
    expect(found === undefined ? undefined : { ...found }).toEqual(expected);
  });

  it.each(["", "masks", "{who}/{observer}", "{Patient}", "{patient"])("refuses %j", (pattern) => {
    expect(() => parsePattern(pattern, "--pattern")).toThrow(/^--pattern: is/u);
  });
});

describe("BIDS derivatives", () => {
  it.each([
    [
      "sub-01/anat/sub-01_desc-AB_label-GTV_mask.nii.gz",
      { patient: "sub-01", structure: "GTV", observer: "AB" },
    ],
    [
      "derivatives/manual/sub-01/ses-2/anat/sub-01_ses-2_desc-AB_mask.nii",
      { patient: "sub-01_ses-2", structure: "", observer: "AB" },
    ],
    [
      "derivatives/AB/sub-01/anat/sub-01_label-GTV_dseg.nii",
      { patient: "sub-01", structure: "GTV", observer: "AB" },
    ],
    ["sub-01/anat/sub-01_T1w.nii.gz", undefined],
    ["sub-01/anat/sub-02_desc-AB_mask.nii", undefined],
    ["sub-01/anat/sub-01_mask.nii", undefined],
  ])("say of %s what it is", (place, expected) => {
    expect(bids.placeOf(place)).toEqual(expected);
  });
});

describe("a mapping of names", () => {
  it("gives structures, and observers where it names them", () => {
    const list = parseRois("rois.json", '{"Prostate": ["p_A", "p_B"], "Rectum": ["r"]}');
    expect(lookUp(list, " P_a")).toEqual({ structure: "Prostate", observer: undefined });
    expect(lookUp(list, "bladder")).toBeUndefined();
    const named = parseRois("rois.json", '{"Prostate": {"Ines": "p_A", "Tom": ["p_B", "P B"]}}');
    expect(lookUp(named, "p  b")).toEqual({ structure: "Prostate", observer: "Tom" });
  });

  it.each([
    ["{", /rois.json: is not JSON/u],
    ["[]", /is not an object/u],
    ["{}", /names no structure/u],
    ['{"A": []}', /something else than a list of names/u],
    ['{"A": {"X": 1}}', /something else than a list of names/u],
    ['{"A": ["x"], "B": ["X "]}', /has "X " for "A" and again for "B"/u],
    ['{" ": ["x"]}', /a structure named/u],
  ])("refuses %s", (text, problem) => {
    expect(() => parseRois("rois.json", text)).toThrow(problem);
  });
});

it("decisions are a table without the columns that say nothing", () => {
  const row = { item: "", patient: "", structure: "", decision: "used", why: "" } as const;
  expect(
    decisionsText([
      { ...row, input: "a.nii", observer: "a", voxels: 108 },
      {
        ...row,
        input: "notes.dcm",
        item: "GTV",
        observer: "",
        voxels: null,
        decision: "left out",
        why: "not asked for",
      },
    ]),
  ).toBe(
    [
      "input           observer  voxels  decision",
      "a.nii           a            108  used",
      "notes.dcm: GTV                    left out: not asked for",
      "",
    ].join("\n"),
  );
});
