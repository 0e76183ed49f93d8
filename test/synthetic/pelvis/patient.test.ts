import { describe, expect, it } from "vitest";
import {
  pelvisGrid,
  pelvisPatient,
  pelvisRois,
  type PelvisRoi,
} from "../../../src/synthetic/pelvis/patient.ts";
import { pelvisImage } from "../../../src/synthetic/pelvis/image.ts";
import { PELVIS_STRUCTURES } from "../../../src/synthetic/pelvis/structures.ts";
import { rasterise } from "../../../src/formats/dicom/rasterise.ts";
import { dice } from "../../../src/core/dice.ts";

const grid = pelvisGrid(160, 40);
const PATIENTS = 5;
const cohort = Array.from({ length: PATIENTS }, (_, index) => pelvisRois(pelvisPatient(1, index), grid));

function find(rois: readonly PelvisRoi[], name: string): PelvisRoi {
  const roi = rois.find((one) => one.name === name);
  if (roi === undefined) throw new Error(`no ${name}`);
  return roi;
}

const masks = (rois: readonly PelvisRoi[], structure: string): Uint8Array[] =>
  [1, 2, 3, 4, 5].map(
    (user) => rasterise(find(rois, `${structure} (User${user})`).contoursMm, grid, { nested: "union" }).mask,
  );

const voxelMl = grid.spacingMm.reduce((a, b) => a * b) / 1000;
const volumeMl = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0) * voxelMl;

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Mean volume over the patients in mL, and inter-observer Dice: what one finds in such patients. */
const EXPECTED: Record<string, { readonly ml: [number, number]; readonly dice: [number, number] }> = {
  "Urinary bladder": { ml: [120, 280], dice: [0.92, 0.98] },
  Rectum: { ml: [50, 90], dice: [0.84, 0.94] },
  "Anal canal": { ml: [12, 25], dice: [0.75, 0.9] },
  "Penile bulb": { ml: [3, 8], dice: [0.65, 0.85] },
  "Neurovascular bundles": { ml: [1.5, 4], dice: [0.55, 0.8] },
  "Femoral head_R": { ml: [45, 65], dice: [0.92, 0.98] },
  "Femoral head_L": { ml: [45, 65], dice: [0.92, 0.98] },
  Prostate: { ml: [28, 60], dice: [0.83, 0.92] },
  "Seminal vesicles": { ml: [7, 15], dice: [0.65, 0.85] },
};

describe("a pelvis phantom", () => {
  it.each(PELVIS_STRUCTURES)("has a %s of the usual size and disagreement", (structure) => {
    const { ml, dice: agreement } = EXPECTED[structure];
    const observed = cohort.map((rois) => masks(rois, structure));
    const volume = mean(observed.flat().map(volumeMl));
    expect(volume).toBeGreaterThan(ml[0]);
    expect(volume).toBeLessThan(ml[1]);
    const pairs = observed.flatMap((five) =>
      five.flatMap((a, i) => five.slice(i + 1).map((b) => dice(a, b))),
    );
    expect(mean(pairs)).toBeGreaterThan(agreement[0]);
    expect(mean(pairs)).toBeLessThan(agreement[1]);
  });

  it("names its ROIs as the Gold Atlas does", () => {
    const names = cohort[0].map(({ name }) => name);
    expect(names).toHaveLength(9 * 6 + 1);
    expect(new Set(names).size).toBe(names.length);
    expect(names.slice(0, 6)).toEqual([
      "Urinary bladder (User1)",
      "Urinary bladder (User2)",
      "Urinary bladder (User3)",
      "Urinary bladder (User4)",
      "Urinary bladder (User5)",
      "Urinary bladder (consensus)",
    ]);
    expect(names.at(-1)).toBe("External");
  });

  it("draws its contours in the planes of the slices, inside the body", () => {
    const planes = new Set(Array.from({ length: 40 }, (_, k) => grid.originMm[2] + 5 * k));
    const body = find(cohort[0], "External");
    expect(body.contoursMm).toHaveLength(40);
    for (const { contoursMm } of cohort[0]) {
      expect(contoursMm.length).toBeGreaterThan(0);
      for (const contour of contoursMm) {
        expect(contour.length % 3).toBe(0);
        expect(contour.length / 3).toBeGreaterThanOrEqual(12);
        expect(planes.has(contour[2])).toBe(true);
        const across = contour.filter((_, i) => i % 3 < 2).map(Math.abs);
        expect(Math.max(...across)).toBeLessThan(224);
      }
    }
  });

  it("keeps paired structures apart: two contours on a slice", () => {
    const slices = new Map<number, number>();
    for (const contour of find(cohort[0], "Neurovascular bundles (User1)").contoursMm)
      slices.set(contour[2], (slices.get(contour[2]) ?? 0) + 1);
    expect(Math.max(...slices.values())).toBe(2);
  });

  it("is the same for the same seed and index, and another for another", () => {
    expect(pelvisRois(pelvisPatient(1, 3), grid)).toEqual(cohort[3]);
    expect(pelvisRois(pelvisPatient(2, 3), grid)).not.toEqual(cohort[3]);
    expect(cohort[2]).not.toEqual(cohort[3]);
  });

  it("keeps each observer's habit over the patients", () => {
    const excess = (structure: string): number[][] =>
      cohort.map((rois) => {
        const volumes = masks(rois, structure).map(volumeMl);
        return volumes.map((volume) => volume / mean(volumes));
      });
    const byPatient = excess("Prostate");
    const byObserver = [0, 1, 2, 3, 4].map((k) => mean(byPatient.map((ratios) => ratios[k])));
    expect(Math.max(...byObserver) - Math.min(...byObserver)).toBeGreaterThan(0.05);
  });

  it("refuses sizes and indices that make no sense", () => {
    expect(() => pelvisGrid(8, 80)).toThrow("size: is 8, expected an integer in [16, 2048]");
    expect(() => pelvisGrid(512, Number.NaN)).toThrow("slices: is NaN");
    expect(() => pelvisPatient(1, -1)).toThrow("index: is -1");
  });
});

describe("a phantom's image", () => {
  const small = pelvisGrid(64, 16);
  const patient = pelvisPatient(1, 0);
  const bladder = rasterise(
    find(pelvisRois(patient, small), "Urinary bladder (consensus)").contoursMm,
    small,
    {
      nested: "union",
    },
  ).mask;

  const meanInside = (modality: "t2" | "t1" | "ct"): number => {
    let sum = 0;
    let k = 0;
    for (const slice of pelvisImage(patient, modality, small)) {
      for (let i = 0; i < slice.length; i++) sum += bladder[k * 64 * 64 + i] * slice[i];
      k += 1;
    }
    expect(k).toBe(16);
    return sum / bladder.reduce((a, b) => a + b, 0);
  };

  it("shows urine bright on T2, dark on T1 and near water on CT", () => {
    expect(meanInside("t2")).toBeGreaterThan(800);
    expect(meanInside("t1")).toBeLessThan(300);
    expect(Math.abs(meanInside("ct"))).toBeLessThan(30);
  });

  it("has air with the mean of Rayleigh noise in the corner", () => {
    const values = [...pelvisImage(patient, "t2", small)].map((slice) =>
      mean([...slice.subarray(0, 64 * 5)]),
    );
    expect(Math.abs(mean(values) / (22 * Math.sqrt(Math.PI / 2)) - 1)).toBeLessThan(0.05);
  });
});
