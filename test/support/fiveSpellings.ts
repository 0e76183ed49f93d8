import { phantomFiles } from "../../src/paper/goldAtlas/phantomPatient.ts";
import { writeStructureSet } from "../../src/formats/dicom/rtstruct-write.ts";
import { readStudy, type StudyFile } from "../../src/formats/dicom/study.ts";
import { inOrder } from "./phantoms.ts";

/** Three structures of the phantom as five observers call them, each in a file of their own. */
export const SPELLINGS: Readonly<Record<string, readonly [string, string, string]>> = {
  Ada: ["Rectum", "Prostate", "Urinary bladder"],
  Eva: ["RECTUM", "prostate.", "Urinary_Bladder"],
  Ines: ["Rectum_AB", "Prostate_AB", "Bladder_AB"],
  Max: ["GTV rect", "CTV prost", "Blase"],
  Tom: ["rect 2", "PROSTATE", "vesica"],
};

/** A file by its name. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Images of a phantom, headers only unless pixels are asked for, and five RTSTRUCTs on them; the observers' contours are the phantom's. */
export async function fiveSpellings(
  size: { readonly size: number; readonly slices: number },
  content: "headers" | "pixels" = "headers",
  spellings: Readonly<Record<string, readonly [string, string, string]>> = SPELLINGS,
): Promise<NamedFile[]> {
  const all: (StudyFile & { readonly bytes: Uint8Array })[] = [];
  for await (const { path, bytes } of phantomFiles("9_99_P", 0, { seed: 1, ...size }, content))
    all.push({ path, bytes, read: () => Promise.resolve(bytes) });
  const study = await readStudy(inOrder(all));
  const set = study.structureSets.reduce((best, one) => (one.rois.length > best.rois.length ? one : best));
  const series = study.series.find(({ uid }) => set.referencedSeriesUids.includes(uid))!;
  const sets = Object.entries(spellings).map(([observer, names], k) => {
    const structures = SPELLINGS["Ada"].map((structure, n) => {
      const roi = set.rois.find(({ name }) => name === `${structure} (User${k + 1})`)!;
      const contours = roi.contours.map(({ points }) => ({ points: Float64Array.from(points) }));
      return { name: names[n], contours };
    });
    const bytes = writeStructureSet(structures, { label: observer, series, copyPatient: true });
    return { name: `${observer}.dcm`, bytes };
  });
  const onSeries = new Set(
    (await Promise.all(all.map(async (file) => [file, await seriesOf(file)] as const)))
      .filter(([, uid]) => uid === series.uid)
      .map(([file]) => file),
  );
  return [...[...onSeries].map(({ path, bytes }) => ({ name: path.replaceAll("/", "-"), bytes })), ...sets];
}

async function seriesOf(file: StudyFile): Promise<string | undefined> {
  const { series } = await readStudy(inOrder([file]));
  return series.at(0)?.uid;
}
