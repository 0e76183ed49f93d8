import { readDicom } from "../../formats/dicom/read.ts";
import { type Structure, writeStructureSet } from "../../formats/dicom/rtstruct-write.ts";
import { groupSeries, type Series } from "../../formats/dicom/series.ts";
import { readSlices, type Slice } from "../../formats/dicom/slices.ts";
import type { ArchiveFile } from "../../formats/zip/write.ts";
import {
  pelvisOutline,
  pelvisPatient,
  type PelvisPatient,
  type PelvisRoi,
  pelvisRois,
} from "../../synthetic/pelvis/patient.ts";
import { phantomImageFiles, phantomSeries, type PhantomSeries, phantomUid } from "./phantomImages.ts";

/** How much of a patient is made. */
export type PhantomContent = "pixels" | "headers" | "contours";

/** How phantom patients are made. */
export interface PhantomParameters {
  readonly seed: number;
  /** Columns and rows of the T2 images; the Gold Atlas' first patient has 512. */
  readonly size: number;
  readonly slices: number;
}

/** The patients of the Gold Atlas, as the supplement lists them: site_number_P. */
const GOLD_ATLAS_PATIENTS = [
  ...["1_01", "1_02", "1_03", "1_04", "1_05", "1_06", "1_07", "1_08"],
  ...["2_03", "2_04", "2_05", "2_06", "2_09", "2_10", "2_11"],
  ...["3_01", "3_02", "3_03", "3_04"],
];

/** Names of a cohort: the Gold Atlas' 19, then more from a fourth site. */
export function phantomNames(cases: number): string[] {
  return Array.from({ length: cases }, (_, i) => {
    const extra = String(i - GOLD_ATLAS_PATIENTS.length + 1).padStart(2, "0");
    return `${GOLD_ATLAS_PATIENTS[i] ?? `4_${extra}`}_P`;
  });
}

/** What a patient's zip is called; one of them as a browser names a second download. */
export function phantomArchiveName(name: string): string {
  return name === "3_03_P" ? "3_03_P (1).zip" : `${name}.zip`;
}

/**
 * A phantom patient's files as in a zip of the Gold Atlas: one folder with the images of all series (MR…, CT…) and two
 * structure sets (RS…), that of the observers and one of the CT's outline.
 *
 * @param content "headers" leaves the pixel data out, "contours" the images: all that experiment (G) reads on the grid
 * of the series and on the paper's
 */
export async function* phantomFiles(
  name: string,
  index: number,
  { seed, size, slices }: PhantomParameters,
  content: PhantomContent,
): AsyncGenerator<ArchiveFile, void, undefined> {
  const patient = pelvisPatient(seed, index);
  const all = phantomSeries(size, slices);
  for (const series of content === "contours" ? [] : all) {
    for (const { sopInstanceUid, bytes } of phantomImageFiles(patient, series, content === "pixels")) {
      yield { path: `${name}/${series.contrast === "ct" ? "CT" : "MR"}${sopInstanceUid}.dcm`, bytes };
    }
  }
  const [t2, , , ct] = all;
  const sets = [
    { label: "Observers", series: t2, rois: pelvisRois(patient, t2.grid) },
    { label: "Outline", series: ct, rois: [pelvisOutline(patient, ct.grid)] },
  ];
  for (const { label, series, rois } of sets) {
    const structures = rois.map((roi) => ({ name: roi.name, contours: placeOn(series, roi) }));
    const bytes = writeStructureSet(structures, { label, series: await referenceOf(patient, series) });
    yield { path: `${name}/RS${phantomUid(patient, label)}.dcm`, bytes };
  }
}

/** Contours in the frame of a series, each with its slice. */
function placeOn({ grid, tableMm }: PhantomSeries, { contoursMm }: PelvisRoi): Structure["contours"] {
  return contoursMm.map((points) => ({
    points: tableMm === 0 ? points : points.map((mm, i) => (i % 3 === 2 ? mm + tableMm : mm)),
    slice: Math.round((points[2] - grid.originMm[2]) / grid.spacingMm[2]),
  }));
}

/** A series as a reader sees it, for the references to it. */
async function referenceOf(patient: PelvisPatient, series: PhantomSeries): Promise<Series> {
  const slices: Slice[] = [];
  for (const { sopInstanceUid, bytes } of phantomImageFiles(patient, series, false))
    slices.push(...readSlices(await readDicom(sopInstanceUid, bytes)));
  return groupSeries(slices)[0];
}
