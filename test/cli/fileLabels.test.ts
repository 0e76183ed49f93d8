import { expect, it } from "vitest";
import { labelFiles } from "../../src/cli/consensus/fileLabels.ts";

it("tells structures and observers apart by names and folders", () => {
  const labels = (...paths: string[]): string[] =>
    labelFiles(paths).map(({ structure, observer }) => `${structure}/${observer}`);
  expect(labels("a.nii.gz", "b.nrrd", "x/c.mha")).toEqual(["/a", "/b", "/c"]);
  expect(labels("in/A/Prostate.nii", "in/A/Rectum.nii", "in/B/Prostate.nii.gz")).toEqual([
    "Prostate/A",
    "Rectum/A",
    "Prostate/B",
  ]);
  expect(labels("p1/A/Prostate.nii", "p2/A/Prostate.nii")).toEqual(["Prostate/p1/A", "Prostate/p2/A"]);
  // The same file twice, and one name with two endings, are no two folders.
  expect(labels("in/a.nii", "in/a.nii", "in/b.nii")).toEqual(["/a", "/a", "/b"]);
  expect(labels("in/a.nii", "in/a.nrrd")).toEqual(["/a", "/a"]);
});
