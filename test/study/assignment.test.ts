import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignmentOf, mappingOf, suggestionsFor, type Assigned } from "../../src/study/assignment.ts";
import { formatRois, lookUp, parseRois } from "../../src/study/rois.ts";
import { niftiBox, openFiles, structureSet, whoDrewWhat, WITHOUT_IMAGES } from "../support/sources.ts";

function assigned(input: string, item: string, structure: string, observer: string, counts = true): Assigned {
  return { input, item, structure, observer, counts };
}

describe("a mapping of names that says files", () => {
  const text = `{"GTV": {"Ada": {"file": "a.dcm", "name": "GTV"}, "Bo": [{"file": "b/b.dcm", "name": "gtv"}, "G T V"]}}`;

  it("holds in that file alone, whose path may begin elsewhere, before what holds in all files", () => {
    const rois = parseRois("rois.json", text);
    expect(lookUp(rois, "GTV", "study/a.dcm")).toEqual({ structure: "GTV", observer: "Ada" });
    expect(lookUp(rois, "GTV", "b.dcm")).toEqual({ structure: "GTV", observer: "Bo" });
    expect(lookUp(rois, "GTV", "aa.dcm")).toBeUndefined();
    expect(lookUp(rois, "G T V", "c.dcm")).toEqual({ structure: "GTV", observer: "Bo" });
  });

  it.each([
    ['{"GTV": {"Ada": {"name": "GTV"}}}', "something else than a list"],
    ['{"GTV": {"Ada": {"file": "a.dcm", "nam": "GTV"}}}', "something else than a list"],
    ['{"GTV": {"Ada": {"file": "a.dcm"}}, "CTV": {"Ada": {"file": "a.dcm"}}}', "again for"],
  ])("is refused where it says something else: %s", (bad, problem) => {
    expect(() => parseRois("rois.json", bad)).toThrow(problem);
  });

  it("reads back as it was written", () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z _]{0,6}[a-z]$/u);
    const one = fc.record({
      file: fc.constantFrom("a.dcm", "b/c.dcm"),
      name,
      observer: name,
      structure: name,
    });
    const key = ({ file, name: own }: { file: string; name: string }): string => JSON.stringify([file, own]);
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), (all) => {
        const different = all.filter(
          (each, n) => all.findIndex((other) => key(other).toLowerCase() === key(each).toLowerCase()) === n,
        );
        const items = different.map(({ file, name: own, structure, observer }) =>
          assigned(file, own, structure, observer),
        );
        const read = parseRois("rois.json", formatRois(mappingOf(items)));
        for (const { input, item, structure, observer } of items) {
          const found = lookUp(read, item, input);
          expect(found?.structure.toLowerCase()).toBe(structure.toLowerCase());
          expect(found?.observer).toBe(observer);
        }
      }),
    );
  });

  it("tells contours of one name in two files apart, and leaves out what it does not name", async () => {
    const files = {
      "a.dcm": structureSet(["GTV", "Body"]),
      "b.dcm": structureSet(["GTV"], { label: "b" }),
    };
    const rois = parseRois(
      "rois.json",
      '{"Primary": {"Ada": {"file": "a.dcm", "name": "GTV"}}, "Node": {"Bo": {"file": "b.dcm", "name": "GTV"}}}',
    );
    const opened = await openFiles(files, { ...WITHOUT_IMAGES, rois });
    expect(whoDrewWhat(opened)).toEqual(["Primary: Ada", "Node: Bo"]);
    expect(opened.items().map(({ item, decision }) => `${item} ${decision}`)).toEqual([
      "GTV used",
      "Body left out",
      "GTV used",
    ]);
  });

  it("gives files of one mask structures and observers", async () => {
    const files = {
      "one.nii": niftiBox([2, 2, 1], [6, 6, 4]),
      "two.nii": niftiBox([2, 2, 1], [7, 6, 4]),
      "three.nii": niftiBox([1, 2, 1], [6, 6, 4]),
    };
    const rois = parseRois("rois.json", '{"GTV": {"Ada": {"file": "one.nii"}, "Bo": {"file": "three.nii"}}}');
    expect(whoDrewWhat(await openFiles(files, { rois }))).toEqual(["GTV: Ada Bo"]);
  });

  it("of what reading came to gives the same study", async () => {
    const files = {
      "Ines.dcm": structureSet(["GTV", "CTV"]),
      "Tom.dcm": structureSet(["GTV"], { label: "b" }),
    };
    const before = await openFiles(files, WITHOUT_IMAGES);
    const rois = mappingOf(assignmentOf(before.items()));
    const after = await openFiles(files, { ...WITHOUT_IMAGES, rois });
    expect(whoDrewWhat(after)).toEqual(whoDrewWhat(before));
    expect(after.decisions()).toEqual(before.decisions());
  });
});

describe("a mapping that names a file", () => {
  const files = {
    "Heart.nii": niftiBox([2, 2, 1], [6, 6, 4]),
    "Bo/Heart.nii": niftiBox([3, 2, 1], [7, 6, 4]),
  };

  it("says nothing of another one whose path ends alike", async () => {
    const one = [
      assigned("Heart.nii", "", "Heart", "Ada"),
      assigned("Bo/Heart.nii", "", "Heart", "Bo", false),
    ];
    const opened = await openFiles(files, { rois: mappingOf(one) });
    expect(whoDrewWhat(opened)).toEqual(["Heart: Ada"]);
  });

  it("leaves out everything where nothing counts, whatever names could mean", async () => {
    const opened = await openFiles(files, { rois: [] });
    expect(whoDrewWhat(opened)).toEqual([]);
    expect(opened.items().map(({ decision }) => decision)).toEqual(["left out", "left out"]);
  });
});

describe("suggestions", () => {
  const row = ["a", "b", "c"].map((file) => assigned(`${file}.dcm`, "Rectum", "Rectum", file));
  const suggested = (...more: Assigned[]): string[] =>
    suggestionsFor([...row, ...more]).map(
      ({ item, structure, observer }) => `${item}: ${structure} ${observer}`,
    );

  it("join names that differ in case, punctuation, or somebody's initials", () => {
    expect(suggested(assigned("d.dcm", "rec-tum", "rec-tum", "d"))).toEqual(["rec-tum: Rectum d"]);
    expect(suggested(assigned("d.dcm", "Rectum_AB", "Rectum_AB", "d"))).toEqual(["Rectum_AB: Rectum d"]);
    expect(suggested(assigned("d.dcm", "RECTUM.", "", "", false), assigned("d.dcm", "X", "X", "d"))).toEqual([
      "RECTUM.: Rectum d",
    ]);
  });

  it("take nothing from a cell that is filled, no side for initials, and no consensus", () => {
    expect(suggested(assigned("c.dcm", "Rectum_AB", "Rectum_AB", "c"))).toEqual([]);
    expect(suggested(assigned("d.dcm", "Rectum_L", "Rectum_L", "d"))).toEqual([]);
    expect(suggested(assigned("d.dcm", "RECTUM.", "Rectum", "consensus", false))).toEqual([]);
    expect(suggested(assigned("d.dcm", "Colon", "Colon", "d"))).toEqual([]);
  });
});
