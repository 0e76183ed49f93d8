import { describe, expect, it } from "vitest";
import { filesOfCases } from "../../src/study/knownCases.ts";
import type { Source } from "../../src/study/source.ts";

function source(place: string): Source {
  return {
    place,
    name: place.slice("/data/".length),
    isNamed: false,
    read: () => Promise.reject(new Error("is not read")),
    open: () => Promise.reject(new Error("is not read")),
    sibling: () => Promise.resolve(undefined),
  };
}

/** Each case's files: where they are, and their places without the case's name. */
function sorted(
  places: readonly string[],
  cases: readonly string[],
  pattern?: string,
): { files: Record<string, [string, string][]>; unplaced: string[] } {
  const { files, unplaced } = filesOfCases(places.map(source), cases, ["/data/obs"], pattern);
  return {
    files: Object.fromEntries(
      Array.from(files, ([name, own]) => [
        name,
        own.map(({ file, source: { place } }): [string, string] => [file.slice("/data/obs/".length), place]),
      ]),
    ),
    unplaced: unplaced.map(({ place }) => place),
  };
}

describe("files of known cases", () => {
  it("takes a case's name out of a path, wherever it stands", () => {
    const places = [
      "/data/obs/Ana/case_1.nii.gz",
      "/data/obs/Bo/liver/case_1.nii.gz",
      "/data/obs/case_1/liver/Cem.nii.gz",
      "/data/obs/case_1_Dee.nii.gz",
      "/data/obs/case_1/case_1_Eva.nii.gz",
    ];
    expect(sorted(places, ["case_1", "case_2"]).files).toEqual({
      case_1: [
        ["Ana/case_1.nii.gz", "obs/Ana.nii.gz"],
        ["Bo/liver/case_1.nii.gz", "obs/Bo/liver.nii.gz"],
        ["case_1/liver/Cem.nii.gz", "obs/liver/Cem.nii.gz"],
        ["case_1_Dee.nii.gz", "obs/Dee.nii.gz"],
        ["case_1/case_1_Eva.nii.gz", "obs/Eva.nii.gz"],
      ],
    });
  });

  it("tells case_1 from case_10 and from case_1_2", () => {
    const cases = ["case_1", "case_10", "case_1_2"];
    const places = ["case_10_Ana", "case_1_2_Ana", "case_1_Ana", "Bo/case_1_2", "case_3"];
    const { files, unplaced } = sorted(
      places.map((name) => `/data/obs/${name}.nii.gz`),
      cases,
    );
    expect(Object.fromEntries(Object.entries(files).map(([name, own]) => [name, own.length]))).toEqual({
      case_10: 1,
      case_1_2: 2,
      case_1: 1,
    });
    expect(unplaced).toEqual(["/data/obs/case_3.nii.gz"]);
  });

  it("refuses a path that names two cases", () => {
    for (const place of ["/data/obs/case_1/case_2.nii.gz", "/data/obs/case_1/case_2_Ana.nii.gz"])
      expect(() => sorted([place], ["case_1", "case_2"])).toThrow(/names the cases case_1 and case_2/u);
  });

  it("takes all files for a single case whose name none has, and no file for one of several", () => {
    const places = ["/data/obs/Ana.nii.gz", "/data/obs/Bo.nii.gz"];
    expect(sorted(places, ["model"]).files["model"].map(([, place]) => place)).toEqual(places);
    expect(sorted(places, ["model", "other"])).toEqual({ files: {}, unplaced: places });
  });

  it("reads places by a pattern that says {patient}", () => {
    const places = ["/data/obs/x-7-Ana.nii.gz", "/data/obs/x-8-Ana.nii.gz"];
    const { files, unplaced } = sorted(places, ["7"], "x-{patient}-{observer}");
    expect(files).toEqual({ 7: [["x-7-Ana.nii.gz", "/data/obs/x-7-Ana.nii.gz"]] });
    expect(unplaced).toEqual(["/data/obs/x-8-Ana.nii.gz"]);
  });

  it("compares names in Unicode's composed form, as systems spell them differently", () => {
    const [composed, apart] = ["M\u00fcller", "Mu\u0308ller"];
    const { files } = sorted([`/data/obs/Ana/${apart}.nii.gz`], [composed, "other"]);
    expect(files).toEqual({ [composed]: [[`Ana/${apart}.nii.gz`, "obs/Ana.nii.gz"]] });
  });

  it("passes over images of nnU-Net's beside a case's mask, and refuses what may be of another case", () => {
    const mask = "/data/obs/case_1.nii.gz";
    const found = sorted([mask, "/data/obs/case_1_0000.nii.gz"], ["case_1", "case_2"]);
    expect(found).toEqual({
      files: { case_1: [["case_1.nii.gz", "obs.nii.gz"]] },
      unplaced: ["/data/obs/case_1_0000.nii.gz"],
    });
    expect(() => sorted([mask, "/data/obs/case_1_b.nii.gz"], ["case_1", "case_2"])).toThrow(
      /case_1_b\.nii\.gz: may be an observer's mask of case_1, or of another case/u,
    );
    // In a folder of the case, and where the pattern says it, nothing is in doubt.
    const own = ["/data/obs/case_1/case_1.nii.gz", "/data/obs/case_1/case_1_b.nii.gz"];
    expect(sorted(own, ["case_1", "case_2"]).files["case_1"]).toHaveLength(2);
    const told = sorted([mask, "/data/obs/case_1_b.nii.gz"], ["case_1", "case_2"], "{patient}");
    expect(told).toEqual({
      files: { case_1: [["case_1.nii.gz", "obs.nii.gz"]] },
      unplaced: ["/data/obs/case_1_b.nii.gz"],
    });
  });

  it("refuses a folder beside a single case whose files are called much like it, or like the next of its series", () => {
    for (const [only, other] of [
      ["Case_001", "case_001"],
      ["case_1", "case_001"],
      ["BRATS_1_pred", "BRATS_1_seg"],
      ["case_1_0000", "case_1"],
      ["case_1", "case_2"],
    ])
      expect(() => sorted([`/data/obs/${other}.nii.gz`], [only])).toThrow(
        `${other}.nii.gz: is not called ${only}, letter by letter, but much like it`,
      );
    expect(Object.keys(sorted(["/data/obs/Ana.nii.gz", "/data/obs/Bo.nii.gz"], ["case_1"]).files)).toEqual([
      "case_1",
    ]);
  });
});
