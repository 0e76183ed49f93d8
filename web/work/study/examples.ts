import { rasterise } from "../../../src/formats/dicom/rasterise.ts";
import { isConsensusName } from "../../../src/raters/methods.ts";
import { parseBracket } from "../../../src/study/names.ts";
import { partOf } from "../../../src/image/part.ts";
import { unitGrid, voxelCount } from "../../../src/image/grid.ts";
import type { Volume } from "../../../src/image/volume.ts";
import { pelvisImage } from "../../../src/synthetic/pelvis/image.ts";
import { pelvisGrid, pelvisPatient, pelvisRois } from "../../../src/synthetic/pelvis/patient.ts";
import { SyntheticModel } from "../../../src/synthetic/marginal.ts";
import type { Progress } from "../protocol.ts";
import type { StoredMask, StoredStudy } from "./stored.ts";

/** Names of the built-in examples; they are made, no patient is behind them. */
export type ExampleName = "pelvis" | "blob" | "map";

/** Makes a built-in example. */
export function openExample(name: ExampleName, report: (progress: Progress) => void): StoredStudy {
  return { pelvis, blob, map }[name](report);
}

const PELVIS_SIZE = { pixels: 288, slices: 64 };

/** A phantom patient: nine structures by five observers on a T2 image. */
function pelvis(report: (progress: Progress) => void): StoredStudy {
  const patient = pelvisPatient(1, 0);
  const grid = pelvisGrid(PELVIS_SIZE.pixels, PELVIS_SIZE.slices);
  const rois = pelvisRois(patient, grid);
  const observers = new Map<string, StoredMask[]>();
  for (const [n, { name, contoursMm }] of rois.entries()) {
    report({ what: "Turning contours into voxels", done: n, total: rois.length });
    const { structure, bracket: observer } = parseBracket(name);
    if (observer === undefined || isConsensusName(observer)) continue;
    const { mask } = rasterise(contoursMm, grid, { nested: "holes" });
    const part = partOf({ name, grid, data: mask });
    observers.set(structure, [...(observers.get(structure) ?? []), { observer, part, contoursMm }]);
  }
  const image = (): Promise<Volume> => {
    const data = new Int16Array(voxelCount(grid));
    let at = 0;
    for (const slice of pelvisImage(patient, "t2", grid)) {
      data.set(slice, at);
      at += slice.length;
    }
    return Promise.resolve({ name: "T2", grid, data });
  };
  return {
    title: "Pelvis phantom",
    structures: [...observers].map(([name, masks]) => ({
      kind: "masks",
      name,
      grid,
      observers: masks,
      image,
    })),
    leftOut: [],
    decisions: [],
    notes: ["Made by the phantom generator: organs, five observers and the T2 image are synthetic."],
  };
}

/** Experiment (S) as five observers see it: one deformed ball, drawn with an uncertainty of 8 % of the side. */
function blob(): StoredStudy {
  const model = new SyntheticModel(0.08, "literal");
  const size = model.preset.size;
  const grid = unitGrid([size, size, 1]);
  const observers = model.raters(1, 0, 5).map((data, k): StoredMask => {
    return { observer: `Observer ${k + 1}`, part: partOf({ name: "", grid, data }) };
  });
  return {
    title: "Five observers of a blob",
    structures: [{ kind: "masks", name: "Blob", grid, observers }],
    leftOut: [],
    decisions: [],
    notes: ["Five draws whose expectation is a marginal of experiment (S), ρ = 0.08."],
  };
}

/** A probability map as a model or an atlas gives it. */
function map(): StoredStudy {
  const { data, shape } = new SyntheticModel(0.09, "literal").sample(2, 1);
  const grid = unitGrid([...shape, 1]);
  return {
    title: "A probability map",
    structures: [
      { kind: "map", name: "Map", grid, hasGeometry: true, part: partOf({ name: "", grid, data }) },
    ],
    leftOut: [],
    decisions: [],
    notes: ["A marginal of experiment (S), ρ = 0.09."],
  };
}
