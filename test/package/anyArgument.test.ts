import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import * as dicom from "../../src/entries/dicom.ts";
import * as formats from "../../src/entries/formats.ts";
import * as study from "../../src/entries/study.ts";
import * as softdice from "../../src/index.ts";
import { unitGrid } from "../../src/image/grid.ts";

/*
 * docs/library.md promises a SoftdiceError that names the argument. Here every function of the four entries is called as it
 * should be, then with each argument, option and item of a list replaced by values of every other kind.
 */

/** A call that is right: the function, and its arguments by the names that errors give them. */
type Call = readonly [call: (...args: never[]) => unknown, args: Readonly<Record<string, unknown>>];

const { Random } = softdice;
const grid = unitGrid([2, 2, 1]);
const volume = { name: "volume", grid, data: Uint8Array.of(0, 1, 1, 0) };
const m = [0.2, 0.4, 1, 0.6];
const raters = [
  [0, 1, 1, 0],
  [0, 1, 1, 1],
];
const classes = [
  [0.9, 0.2],
  [0.1, 0.8],
];
const compared = {
  weights: [1, 2],
  empty: "one",
  toleranceMm: 1,
  surfaces: false,
  names: ["Ana", "Ben"],
  grid,
};
const segmentation = dicom.writeSegmentation([{ name: "P", data: volume.data }], grid, { kind: "binary" });
const files = [{ path: "seg.dcm", read: () => Promise.resolve(segmentation) }];
const inputs = [{ path: "ana.nii", data: formats.encodeNifti(volume) }];
const walked = async (...args: Parameters<typeof formats.walkArchive>): Promise<void> => {
  for await (const { path } of formats.walkArchive(...args)) expect(path).toBeTypeOf("string");
};
const descend = (options: softdice.DescentOptions): unknown => [...softdice.descend(options)];
const summary = softdice.consensus(raters);

const CALLS: Readonly<Record<string, Call>> = {
  agreement: [softdice.agreement, { raters, options: compared }],
  batchDiceOptimum: [softdice.batchDiceOptimum, { images: [m, m] }],
  boundingBox: [softdice.boundingBox, { volume: { grid: { shape: grid.shape }, data: volume.data } }],
  compareLosses: [softdice.compareLosses, { "target or raters": m, options: { losses: ["dice"], grid } }],
  compareWithCrossEntropy: [softdice.compareWithCrossEntropy, { m }],
  consensus: [softdice.consensus, { raters, options: { ...compared, ties: "include" } }],
  crop: [softdice.crop, { volume, box: { start: [0, 0, 0], end: [1, 1, 1] } }],
  descend: [descend, { options: { marginal: m, initial: m, rate: 1, iterations: [1, 2] } }],
  "descend in float32": [
    descend,
    { options: { marginal: Float32Array.from(m), random: new Random(1), iterations: [1], exact: true } },
  ],
  dice: [softdice.dice, { s: raters[0], m }],
  diceOptimum: [softdice.diceOptimum, { m }],
  diceOptimumOfVotes: [softdice.diceOptimumOfVotes, { votes: [0, 1, 2], raters: 2 }],
  evaluate: [
    softdice.evaluate,
    { prediction: raters[0], raters, options: { ...compared, kind: "mask", samples: raters, cut: 0.5 } },
  ],
  evaluateCases: [
    softdice.evaluateCases,
    {
      cases: [{ case: "p1", structure: "s", prediction: raters[0], raters, options: { grid } }],
      options: { seed: 1, report: () => undefined, signal: new AbortController().signal },
    },
  ],
  expectedDice: [softdice.expectedDice, { p: m }],
  "bySize of expectedDice": [softdice.expectedDice(m).bySize, { k: 2 }],
  generalisedDiceOptimum: [softdice.generalisedDiceOptimum, { classes }],
  gridFromAffine: [
    softdice.gridFromAffine,
    { affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], shape: [2, 2, 1], options: { frame: "LPS" } },
  ],
  growBox: [
    softdice.growBox,
    { box: { start: [0, 0, 0], end: [1, 1, 1] }, marginVoxels: 1, shape: [2, 2, 1] },
  ],
  leastOptimalVoxels: [softdice.leastOptimalVoxels, { expected: 2, voxels: 4 }],
  lossGradient: [softdice.lossGradient, { loss: "dice", f: m, m }],
  lossValue: [softdice.lossValue, { loss: "rater-dice", c: m, raters }],
  majority: [softdice.majority, { raters, options: { weights: [1, 1] } }],
  marginalOf: [softdice.marginalOf, { raters, options: { weights: [1, 1] } }],
  meanClassDiceOptimum: [softdice.meanClassDiceOptimum, { classes, options: { seed: 1 } }],
  meanRaterOptimum: [softdice.meanRaterOptimum, { raters, options: { weights: [1, 1], empty: "nan" } }],
  minimiseLoss: [softdice.minimiseLoss, { loss: "dice", m }],
  mmToVoxel: [softdice.mmToVoxel, { grid, pointMm: [1, 1, 1] }],
  overStudy: [softdice.overStudy, { rows: [{ structure: "p", summary }], seed: 1 }],
  partitionOfLabelMaps: [softdice.partitionOfLabelMaps, { raters: [[0, 1, 2]], classes: 3 }],
  partitionOfMaps: [softdice.partitionOfMaps, { classes, optima: [softdice.diceOptimum(classes[1])] }],
  requireSameGrid: [
    softdice.requireSameGrid,
    { nameA: "grid", grid, nameB: "b", b: grid, toleranceVoxels: 0.1 },
  ],
  resample: [softdice.resample, { volume, onto: grid, interpolation: "linear", outside: 0 }],
  segmentation: [softdice.segmentation, { m, threshold: 0.5, options: { ties: "include" } }],
  softDice: [softdice.softDice, { c: m, m }],
  softDiceGradient: [softdice.softDiceGradient, { f: m, m }],
  staple: [softdice.staple, { raters, options: { weights: [1, 1], tolerance: 1e-3, maxIterations: 9 } }],
  syntheticMarginal: [
    softdice.syntheticMarginal,
    { options: { rho: 0.05, seed: 1, sample: 0, preset: "table1" } },
  ],
  threshold: [
    softdice.threshold,
    { m, options: { ties: "include", shape: [2, 2, 1], spacingMm: [1, 1, 1] } },
  ],
  thresholdCurve: [softdice.thresholdCurve, { m, options: { steps: 2 } }],
  volumeBias: [softdice.volumeBias, { voxels: 2, m }],
  volumeBounds: [softdice.volumeBounds, { m }],
  voxelToMm: [softdice.voxelToMm, { grid, position: [1, 1, 0.5] }],
  voxelVolumeMl: [softdice.voxelVolumeMl, { grid }],
  "a Random": [(seed: number, path: number) => new Random(seed, path), { seed: 1, path: 2 }],
  "fillNormal of a Random": [
    (out: Float64Array) => new Random(1).fillNormal(out),
    { out: new Float64Array(2) },
  ],
  "reserve of a Random": [(count: number) => new Random(1).reserve(count), { count: 2 }],
  "integer of a Random": [(n: number) => new Random(1).integer(n), { n: 2 }],

  maskSources: [
    dicom.maskSources,
    {
      study: await dicom.readStudy(files),
      options: { grid: "series", nested: "holes", betweenPlanes: "none", assumeSameFrame: false },
    },
  ],
  maskToContours: [dicom.maskToContours, { mask: raters[0], grid }],
  rasterise: [
    dicom.rasterise,
    {
      contours: [[0, 0, 0, 1, 0, 0, 1, 1, 0]],
      grid,
      options: { nested: "holes", isXor: false, between: "nearest" },
    },
  ],
  readStudy: [dicom.readStudy, { files }],
  registerCodec: [dicom.registerCodec, { transferSyntax: "1.2.3", load: () => undefined }],
  structureFromMask: [dicom.structureFromMask, { name: "P", mask: raters[0], grid, colour: [0, 0, 255] }],
  writeSegmentation: [
    dicom.writeSegmentation,
    {
      segments: [{ name: "segments", data: raters[0] }],
      grid,
      options: { kind: "binary", copyPatient: false },
    },
  ],
  writeStructureSet: [
    dicom.writeStructureSet,
    {
      structures: [{ name: "P", contours: [{ points: Float64Array.of(0, 0, 0) }], colour: [0, 0, 255] }],
      options: { label: "c", copyPatient: false, namesDifferWithin: 16 },
    },
  ],

  encodeNifti: [formats.encodeNifti, { volume }],
  encodeNiftiGz: [formats.encodeNiftiGz, { volume }],
  encodeNpy: [formats.encodeNpy, { volume }],
  encodeNrrd: [formats.encodeNrrd, { volume }],
  encodeNrrdGz: [formats.encodeNrrdGz, { volume }],
  readVolumes: [
    formats.readVolumes,
    {
      file: { name: "map.npy", bytes: formats.encodeNpy(volume) },
      context: { warn: () => undefined, maxBytes: 1e6, maxVolumes: 9 },
    },
  ],
  registerFormat: [
    formats.registerFormat,
    {
      format: { name: "none", endings: [".none"], gzip: false, recognises: () => false, read: () => [] },
    },
  ],
  walkArchive: [
    walked,
    {
      name: "a.zip",
      archive: Uint8Array.from([0x50, 0x4b, 5, 6, ...new Uint8Array(18)]),
      limits: { maxEntries: 9, maxDepth: 2 },
    },
  ],

  decisionsText: [
    study.decisionsText,
    {
      decisions: [
        { input: "a", item: "", patient: "", structure: "P", observer: "a", decision: "used", why: "" },
      ],
    },
  ],
  openPatient: [
    study.openPatient,
    {
      files: inputs,
      options: {
        ...{ structures: ["P"], observers: ["ana"], labels: [1], onto: grid, series: "1.2" },
        ...{ rois: study.parseRois("rois.json", '{"P": ["a"]}'), report: () => undefined },
        ...{ resample: "linear", grid: "series", nested: "holes", betweenPlanes: "none" },
        ...{ assumeSameFrame: true, assumeSamePatient: true },
      },
    },
  ],
  openStudy: [
    study.openStudy,
    {
      files: [{ ...inputs[0], path: "p1/ana.nii" }],
      options: { pattern: "{patient}/{observer}", nested: "holes" },
    },
  ],
  parseRois: [study.parseRois, { file: "rois.json", text: '{"P": ["a"]}' }],
};

/** Functions of values that the library made, of which only the outermost is looked at. */
const OF_OWN_VALUES: ReadonlySet<string> = new Set(["readSeriesVolume", "referenceToSeries"]);

/** What is a valid value's place in the table of {@link WRONG}. */
function kindOf(value: unknown): keyof typeof WRONG {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return "list";
  const kind = typeof value;
  return kind === "number" || kind === "string" || kind === "boolean" || kind === "function"
    ? kind
    : "object";
}

const nothing = Object.create(null) as object;
const WRONG = {
  number: [null, "1", 1n, Number.NaN, true, {}, [1], Symbol("s")],
  string: [null, 3, 1n, true, {}, ["a"], nothing, Symbol("s")],
  boolean: [null, "true", 1, {}, Number.NaN],
  function: [null, "f", 1, {}, []],
  list: [null, 3, "01", true, {}, { length: -1 }, new Date(0), new ArrayBuffer(8), nothing, Symbol("s")],
  object: [null, 3, "x", true, [], Symbol("s"), Number.NaN],
} as const;

/** Arguments for which a value of another kind is right too, by function. */
const ALSO_RIGHT: Readonly<Record<string, string>> = { resample: "outside", evaluate: "cut" };

/** All places in a value: names of fields and indices of items. */
function placesIn(value: unknown): (string | number)[][] {
  if (typeof value !== "object" || value === null || value instanceof Random || value instanceof AbortSignal)
    return [[]];
  if (ArrayBuffer.isView(value)) return [[]];
  const keys = Array.isArray(value) ? [...value.keys()].slice(0, 2) : Object.keys(value);
  const inside = keys.flatMap((key) =>
    placesIn((value as Readonly<Record<string, unknown>>)[key]).map((place) => [key, ...place]),
  );
  return [[], ...inside];
}

/** What errors may call an argument instead: a volume, segment or loss by its name. */
function namesIn(args: Call[1]): string[] {
  const { loss, volume: given } = args as {
    readonly loss?: string;
    readonly volume?: { readonly name?: string };
  };
  return [loss, given?.name].filter((name) => name !== undefined);
}

function valueAt(value: unknown, place: readonly (string | number)[]): unknown {
  return place.reduce((inner, key) => (inner as Readonly<Record<string, unknown>>)[key], value);
}

/** The value with another in one place. */
function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? ([...(value as unknown[])] as unknown as Record<string, unknown>)
    : { ...(value as object) };
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

async function outcomeOf(call: Call[0], args: unknown): Promise<unknown> {
  try {
    await (call as (...given: unknown[]) => unknown)(...Object.values(args as object));
    return "no error";
  } catch (error) {
    return error instanceof softdice.SoftdiceError ? error.subject : error;
  }
}

/** Places in what the library itself returned are its own. */
const OWN = /^(?:study|rows,0,summary|options,rois,0,delineations),./u;

describe.each(Object.entries(CALLS))("a call of %s", (name, [call, args]) => {
  it("is right, and with any argument of another kind throws an error that names it", async () => {
    expect(await outcomeOf(call, args), "the call itself").toBe("no error");
    const places = placesIn(args).filter(
      (place) =>
        place.length > 0 && !OWN.test(place.join(",")) && !place.includes(ALSO_RIGHT[name] ?? "none"),
    );
    for (const place of places) {
      const words = place.flatMap((key) => (typeof key === "string" ? key.split(" or ") : []));
      const names = [...namesIn(args), ...words];
      for (const wrong of WRONG[kindOf(valueAt(args, place))]) {
        const subject = await outcomeOf(call, replaced(args, place, wrong));
        const isNamed = typeof subject === "string" && names.some((one) => subject.includes(one));
        expect(isNamed, `${place.join(".")} as ${inspect(wrong)}: ${String(subject)}`).toBe(true);
      }
    }
  });
});

describe("a call with what the library did not make", () => {
  it.each([null, 3, "x", {}, []])("as %j is refused by name", async (series) => {
    expect(await outcomeOf(dicom.referenceToSeries, { series })).toMatch(/^series/u);
    expect(await outcomeOf(dicom.readSeriesVolume, { series, files })).toMatch(/^series/u);
  });

  it("reads no file as empty whose content comes as an ArrayBuffer", async () => {
    const data = new ArrayBuffer(8);
    const given = { path: "a.dcm", read: () => Promise.resolve(data) };
    const { problems } = await dicom.readStudy([given] as unknown as dicom.StudyFile[]);
    expect(problems.map(String)).toEqual([
      expect.stringContaining("a.dcm: is an object, expected a Uint8Array"),
    ]);
    const opened = await study.openPatient([{ path: "a.nii", data: () => Promise.resolve(data) }] as never);
    expect(opened.failures.map(({ error }) => error.subject)).toEqual(["a.nii"]);
  });
});

describe("the table above", () => {
  it("has every function of the library", () => {
    const entries = [softdice, dicom, formats, study];
    const names = entries.flatMap((entry) => Object.keys(entry));
    const functions = new Set(names.filter((name) => !/^[A-Z]/u.test(name) && !OF_OWN_VALUES.has(name)));
    expect(
      Object.keys(CALLS)
        .filter((name) => !name.includes(" "))
        .sort(),
    ).toEqual([...functions].sort());
  });
});
