import { describe, expect, it } from "vitest";
import { parseDataset } from "../../../src/formats/nnunet/dataset.ts";

const parse = (document: unknown) => parseDataset("dataset.json", JSON.stringify(document));

describe("nnU-Net's dataset.json", () => {
  it("names classes by label in version 1 and label by class in version 2, without the background", () => {
    const classes = [
      { name: "liver", labels: [1] },
      { name: "spleen", labels: [2] },
    ];
    const expected = { classes, hasRegions: false };
    expect(parse({ labels: { 0: "background", 1: "liver", 2: "spleen" } })).toEqual(expected);
    expect(parse({ labels: { background: 0, liver: 1, spleen: 2 }, file_ending: ".nii.gz" })).toEqual(
      expected,
    );
  });

  it("knows regions of several labels, and leaves the ignore label out", () => {
    const labels = { background: 0, whole: [1, 2, 3], core: [2, 3], ignore: 4 };
    expect(parse({ labels, regions_class_order: [1, 2] })).toEqual({
      classes: [
        { name: "whole", labels: [1, 2, 3] },
        { name: "core", labels: [2, 3] },
      ],
      hasRegions: true,
      ignoreLabel: 4,
    });
  });

  it("has an ignore label that is one, called so letter by letter, and the highest, as nnU-Net demands", () => {
    for (const ignore of [[3, 4], 2, 1, 0])
      expect(() => parse({ labels: { background: 0, liver: 1, spleen: 2, ignore } })).toThrow(
        /for "ignore"/u,
      );
    expect(() => parse({ labels: { background: 0, whole: [1, 2], core: [2], ignore: 2 } })).toThrow(
      /for "ignore"/u,
    );
    const named = parse({ labels: { background: 0, liver: 1, Ignore: 2 } });
    expect(named?.classes.map(({ name }) => name)).toEqual(["liver", "Ignore"]);
    expect(named?.ignoreLabel).toBeUndefined();
  });

  it("lists classes by their labels, as channels are, whatever the order in the file", () => {
    const names = (labels: object) => parse({ labels })?.classes.map(({ name }) => name);
    expect(names({ tumour: 2, liver: 1, background: 0 })).toEqual(["liver", "tumour"]);
    expect(names({ background: 0, 20: 1, 3: 2 })).toEqual(["20", "3"]);
    expect(names({ core: [2, 3], background: 0, whole: [1, 2, 3] })).toEqual(["core", "whole"]);
    expect(() => parse({ labels: { background: 0, whole: [1, 2], 3: [2] } })).toThrow(/calls a region "3"/u);
    expect(() => parse({ labels: { background: 0, liver: 1, spleen: 1 } })).toThrow(
      /label 1 to two classes/u,
    );
  });

  it("is refused where it contradicts itself", () => {
    expect(() => parse({ labels: {} })).toThrow(/names no class but the background/u);
    expect(() => parse({ labels: { background: 0 } })).toThrow(/names no class but the background/u);
    expect(() => parse({ labels: { background: 1, liver: 0 } })).toThrow(/label 1 for "background", not 0/u);
    expect(() => parse({ labels: { background: 0, whole: [0, 1, 2] } })).toThrow(
      /background's label, 0, in "whole"/u,
    );
    expect(() => parse({ labels: { background: 0, Liver: 1, liver: 2 } })).toThrow(
      /two classes that are called "liver"/u,
    );
  });

  it("names nothing without labels, and refuses what cannot be labels", () => {
    expect(parse({ channel_names: {} })).toBeUndefined();
    expect(() => parseDataset("dataset.json", "{")).toThrow(/dataset\.json: is not JSON/u);
    expect(() => parse({ labels: ["liver"] })).toThrow(/has labels that are no table/u);
    expect(() => parse({ labels: { liver: "one" } })).toThrow(/has the label "one" for "liver"/u);
  });
});
