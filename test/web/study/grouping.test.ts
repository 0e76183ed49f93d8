import { describe, expect, it } from "vitest";
import { labelDelineations } from "../../../web/work/study/grouping.ts";

const roi = (name: string, path = "RS.dcm") => ({ name, path, isFileName: false });
const file = (path: string) => ({
  name: path.slice(path.lastIndexOf("/") + 1),
  path: `${path}.nii.gz`,
  isFileName: true,
});
const labels = (...origins: Parameters<typeof labelDelineations>[0]): string[] =>
  labelDelineations(origins).map(({ structure, observer }) => `${structure} by ${observer}`);

describe("telling structures and observers apart", () => {
  it("takes the observer in brackets", () => {
    expect(labels(roi("Rectum (User2)"), roi("Anal canal (consensus)"))).toEqual([
      "Rectum by User2",
      "Anal canal by consensus",
    ]);
  });

  it("takes the file for the observer where several files have structures of their own", () => {
    expect(labels(roi("Prostate", "study/Ann.dcm"), roi("Prostate", "study/Bea.dcm"))).toEqual([
      "Prostate by Ann",
      "Prostate by Bea",
    ]);
  });

  it("takes the folder where several files with structures of their own have one name", () => {
    expect(labels(roi("label 1", "ann/seg.nii"), roi("label 1", "bea/seg.nii"))).toEqual([
      "label 1 by ann",
      "label 1 by bea",
    ]);
  });

  it("takes the folder for the observer where folders have files of the same names", () => {
    expect(
      labels(file("Ann/prostate"), file("Ann/rectum"), file("Bea/prostate"), file("Bea/rectum")),
    ).toEqual(["prostate by Ann", "rectum by Ann", "prostate by Bea", "rectum by Bea"]);
  });

  it("takes masks of different names for observers of one structure", () => {
    expect(labels(file("nodule_ann"), file("nodule_bea"))).toEqual([
      "nodule by nodule_ann",
      "nodule by nodule_bea",
    ]);
    expect(labels(file("ann"), file("bea"))).toEqual(["Structure by ann", "Structure by bea"]);
  });
});
