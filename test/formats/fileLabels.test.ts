import { expect, it } from "vitest";
import { labelFiles } from "../../src/formats/fileLabels.ts";
import { stemOf } from "../../src/formats/frames.ts";

it("tells structures and observers apart by names and folders", () => {
  const labels = (...paths: string[]): string[] =>
    labelFiles(paths.map((path) => ({ name: stemOf(path, [".nii", ".nii.gz", ".nrrd", ".mha"]), path }))).map(
      ({ structure, observer }) => `${structure}/${observer}`,
    );
  expect(labels("a.nii.gz", "b.nrrd", "x/c.mha")).toEqual(["/a", "/b", "/c"]);
  expect(labels("in/A/Prostate.nii", "in/A/Rectum.nii", "in/B/Prostate.nii.gz")).toEqual([
    "Prostate/A",
    "Rectum/A",
    "Prostate/B",
  ]);
  expect(labels("p1/A/Prostate.nii", "p2/A/Prostate.nii")).toEqual(["Prostate/p1/A", "Prostate/p2/A"]);
  expect(labels("Prostate.nii", "B/Prostate.nii")).toEqual(["Prostate/Prostate", "Prostate/B"]);
  // The same file twice, and one name with two endings, are no two folders.
  expect(labels("in/a.nii", "in/a.nii", "in/b.nii")).toEqual(["/a", "/a", "/b"]);
  expect(labels("in/a.nii", "in/a.nrrd")).toEqual(["/a", "/a"]);
});
