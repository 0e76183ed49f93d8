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
    const places = ["case_10_Ana", "case_1_2_Ana", "case_1_Ana", "case_1_2", "case_3"];
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
});
