import { rasterise } from "../../../src/formats/dicom/rasterise.ts";
import { parseBracket } from "../../../src/study/names.ts";
import { partOf, type PlacedPart } from "../../../src/image/part.ts";
import type { Source } from "../../../src/study/source.ts";
import { unitGrid, voxelCount } from "../../../src/image/grid.ts";
import type { Volume } from "../../../src/image/volume.ts";
import { pelvisImage } from "../../../src/synthetic/pelvis/image.ts";
import { pelvisGrid, pelvisPatient, pelvisRois } from "../../../src/synthetic/pelvis/patient.ts";
import { SyntheticModel } from "../../../src/synthetic/marginal.ts";
import type { Progress } from "../protocol.ts";
import type { ReadFiles } from "./open.ts";

/** Names of the built-in examples; they are made, no patient is behind them. */
export type ExampleName = "pelvis" | "blob" | "map";

/** Makes a built-in example, as if it had been read from a file. */
export function makeExample(name: ExampleName, report: (progress: Progress) => void): ReadFiles {
  return { pelvis, blob, map }[name](report);
}

const PELVIS_SIZE = { pixels: 288, slices: 64 };

/** A phantom patient: nine structures by five observers on a T2 image. */
function pelvis(report: (progress: Progress) => void): ReadFiles {
  const patient = pelvisPatient(1, 0);
  const grid = pelvisGrid(PELVIS_SIZE.pixels, PELVIS_SIZE.slices);
  const rois = pelvisRois(patient, grid);
  const masks: NamedMask[] = [];
  for (const [n, { name, contoursMm }] of rois.entries()) {
    report({ what: "Turning contours into voxels", done: n, total: rois.length });
    const { mask } = rasterise(contoursMm, grid, { nested: "holes" });
    if (parseBracket(name).bracket !== undefined)
      masks.push({ name, part: partOf({ name, grid, data: mask }), contoursMm });
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
  const note = "Made by the phantom generator: organs, five observers and the T2 image are synthetic.";
  return { ...exampleOf("Pelvis phantom", { masks }, note), image };
}

/** Experiment (S) as five observers see it: one deformed ball, drawn with an uncertainty of 8 % of the side. */
function blob(): ReadFiles {
  const model = new SyntheticModel(0.08, "literal");
  const size = model.preset.size;
  const grid = unitGrid([size, size, 1]);
  const masks = model.raters(1, 0, 5).map((data, k): NamedMask => {
    const name = `Blob (Observer ${k + 1})`;
    return { name, part: partOf({ name, grid, data }) };
  });
  const note = "Five draws whose expectation is a marginal of experiment (S), ρ = 0.08.";
  return exampleOf("Five observers of a blob", { masks }, note);
}

/** A probability map as a model or an atlas gives it. */
function map(): ReadFiles {
  const { data, shape } = new SyntheticModel(0.09, "literal").sample(2, 1);
  const maps = [{ name: "Map", grid: unitGrid([...shape, 1]), data }];
  return exampleOf("A probability map", { maps }, "A marginal of experiment (S), ρ = 0.09.");
}

interface NamedMask {
  readonly name: string;
  readonly part: PlacedPart;
  readonly contoursMm?: readonly Float64Array[];
}

/** A study of one file with these volumes. */
function exampleOf(
  title: string,
  { masks = [], maps = [] }: { readonly masks?: readonly NamedMask[]; readonly maps?: readonly Volume[] },
  note: string,
): ReadFiles {
  const source: Source = {
    place: title,
    name: title,
    isNamed: false,
    read: () => Promise.resolve(new Uint8Array()),
    open: () => Promise.resolve(new Blob()),
    sibling: () => Promise.resolve(undefined),
  };
  const found = masks.map(({ name, part, contoursMm }) => ({
    name,
    labels: [1],
    part: () => part,
    contoursMm,
  }));
  return {
    title,
    files: 1,
    found: {
      volumes: [{ source, masks: found, maps, images: [], remarks: [], parts: new Set() }],
      objects: { series: [], structureSets: [], segmentations: [], problems: [], ignored: 0 },
      sources: new Map([[title, source]]),
      skipped: [],
      foreign: [],
      ownResults: [],
    },
    patients: [],
    predictions: [],
    unread: [],
    notes: [note],
  };
}
