import { describe, expect, it } from "vitest";
import { encodeNifti } from "../../../src/formats/nifti/write.ts";
import { gridFromSteps } from "../../../src/image/grid.ts";
import type { StoredStudy } from "../../../web/work/study/stored.ts";
import { openDropped } from "../../support/dropped.ts";
import { npzOf } from "../../support/nnunet.ts";

const grid = gridFromSteps(
  "grid",
  [6, 5, 4],
  [
    [0.5, 0, 0],
    [0, 0.75, 0],
    [0, 0, 2],
  ],
  [10, -20, 30],
);
const N = 120;

/** A softmax of background, liver and spleen. */
const liver = Float32Array.from({ length: N }, (_, i) => (i % 8) / 16);
const spleen = Float32Array.from({ length: N }, (_, i) => (i % 5) / 16);
const background = liver.map((p, i) => 1 - p - spleen[i]);
const labels = liver.map((p, i) => (p > 0.3 ? 1 : spleen[i] > 0.2 ? 2 : 0));

const files = {
  "pred/case_7.npz": npzOf("probabilities", [background, liver, spleen], grid),
  "pred/case_7.nii": encodeNifti({ name: "", grid, data: Uint8Array.from(labels) }),
  "pred/dataset.json": new TextEncoder().encode('{"labels": {"background": 0, "liver": 1, "spleen": 2}}'),
  "pred/case_7.pkl": new TextEncoder().encode("cos\nsystem"),
};

function open(names: readonly (keyof typeof files)[]): Promise<StoredStudy> {
  const dropped = names.map((path) => ({ path, file: new Blob([new Uint8Array(files[path])]) }));
  return openDropped(dropped);
}

/** Names of the structures with whether their voxels have a size. */
const shown = ({ structures }: StoredStudy): unknown[] =>
  structures.map((one) => [one.name, one.kind === "map" && one.hasGeometry]);

describe("nnU-Net's files, dropped", () => {
  it("open as the classes of dataset.json on the image beside, without background and without an observer", async () => {
    const study = await open(["pred/case_7.npz", "pred/case_7.nii", "pred/dataset.json", "pred/case_7.pkl"]);
    expect(shown(study)).toEqual([
      ["liver", true],
      ["spleen", true],
    ]);
    const [first, second] = study.structures;
    expect(first.grid.spacingMm).toEqual(grid.spacingMm);
    if (first.kind !== "map" || second.kind !== "map") throw new Error("no maps");
    expect([...first.part.data].reduce((a, b) => a + b)).toBeCloseTo(
      [...liver].reduce((a, b) => a + b),
      5,
    );
    expect(second.ownMask?.data.reduce((a, b) => a + b)).toBe(labels.filter((label) => label === 2).length);
    expect([study.leftOut, study.notes]).toEqual([[], ["passed over, no delineations: pred/case_7.pkl"]]);
  });

  it("have voxels instead of millilitres without an image beside, and say so", async () => {
    const study = await open(["pred/case_7.npz", "pred/dataset.json"]);
    expect(shown(study)).toEqual([
      ["liver", false],
      ["spleen", false],
    ]);
    expect(study.notes).toEqual([expect.stringMatching(/case_7\.npz: holds no geometry.*in voxels/u)]);
  });

  it("number their classes without dataset.json", async () => {
    const study = await open(["pred/case_7.npz", "pred/case_7.nii"]);
    expect(shown(study)).toEqual([
      ["label 1", true],
      ["label 2", true],
    ]);
  });

  it("are refused where dataset.json names other classes", async () => {
    const other = { path: "dataset.json", file: new Blob(['{"labels": {"background": 0, "heart": 1}}']) };
    const npz = { path: "case_7.npz", file: new Blob([new Uint8Array(files["pred/case_7.npz"])]) };
    await expect(openDropped([npz, other])).rejects.toThrow(
      /case_7\.npz: holds 3 maps, expected the background and the 1 classes/u,
    );
  });
});
