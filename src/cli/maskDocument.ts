import type { MaskSource, StructureMask } from "../formats/dicom/masks.ts";
import { voxelVolumeMl } from "../image/grid.ts";
import type { RunIdentity } from "./runs/journalFile.ts";

/** What rois.json says of one structure. */
export interface RoiEntry {
  readonly name: string;
  /** Its mask in the folder; null for a structure without closed contours. */
  readonly file: string | null;
  readonly voxels: number;
  readonly volumeMl: number;
  readonly contours: {
    readonly closed: number;
    readonly open: number;
    readonly point: number;
    readonly empty: number;
    readonly outside: number;
  } | null;
  readonly offSliceMm: number | null;
  readonly nestedSlices: number | null;
  readonly contourAreaMm2: number | null;
  readonly voxelAreaMm2: number | null;
  /** What was unusual, in one line; empty if nothing was. */
  readonly unusual: string;
}

/** rois.json, and what --json prints. */
export interface MaskDocument extends RunIdentity {
  readonly source: { readonly file: string; readonly kind: "RTSTRUCT" | "SEG" };
  /** Folder below --out, empty for the first source. */
  readonly folder: string;
  readonly image: string | null;
  readonly series: { readonly uid: string; readonly modality: string; readonly reason: string } | null;
  readonly grid: {
    readonly kind: "series" | "paper" | "own";
    readonly shape: readonly number[];
    readonly spacingMm: readonly number[];
    readonly originMm: readonly number[];
    readonly directions: readonly (readonly number[])[];
  } | null;
  /** What was unusual about the images. */
  readonly warnings: readonly string[];
  readonly rois: readonly RoiEntry[];
}

/** What there is to say of one structure. @param file its mask in the folder, null if it has none */
export function entryOf(
  { name, volume, voxels, report, notes }: StructureMask,
  file: string | null,
): RoiEntry {
  return {
    name,
    file,
    voxels,
    volumeMl: volume === undefined ? 0 : voxels * voxelVolumeMl(volume.grid),
    contours:
      report === undefined
        ? null
        : {
            closed: report.closedContours,
            open: report.openContours,
            point: report.pointContours,
            empty: report.emptyContours,
            outside: report.outsideContours,
          },
    offSliceMm: report?.offSliceMm ?? null,
    nestedSlices: report?.nestedSlices ?? null,
    contourAreaMm2: report?.contourAreaMm2 ?? null,
    voxelAreaMm2: report?.voxelAreaMm2 ?? null,
    unusual: notes.join("; "),
  };
}

/** What there is to say of the masks of one file with structures. */
export function describeMasks(
  identity: RunIdentity,
  { file, kind, structures }: MaskSource,
  folder: string,
  image: string | null,
  rois: readonly RoiEntry[],
): MaskDocument {
  const choice = structures.find((structure) => structure.choice !== undefined)?.choice;
  const grid = structures.find((structure) => structure.grid !== undefined)?.grid;
  const made = kind === "RTSTRUCT" ? "paper" : "own";
  return {
    ...identity,
    source: { file, kind },
    folder,
    image,
    series:
      choice === undefined
        ? null
        : { uid: choice.series.uid, modality: choice.series.modality, reason: choice.reason },
    grid:
      grid === undefined
        ? null
        : {
            kind: choice === undefined ? made : "series",
            shape: grid.shape,
            spacingMm: grid.spacingMm,
            originMm: grid.originMm,
            directions: grid.directions,
          },
    warnings: choice?.series.notes ?? [],
    rois,
  };
}

/** The same for a terminal: a line a structure. */
export function masksText({ source, folder, series, grid, warnings, rois }: MaskDocument): string {
  const width = Math.max(4, ...rois.map(({ name }) => name.length));
  const head = [
    `${source.file}${folder === "" ? "" : ` → ${folder}/`}`,
    series === null ? `on a grid of its own, ${grid?.shape.join(" × ") ?? "empty"}` : `on ${series.reason}`,
    ...warnings.map((warning) => `the series: ${warning}`),
  ];
  const lines = rois.map(({ name, file, voxels, volumeMl, unusual }) => {
    const size =
      file === null
        ? "no mask".padStart(24)
        : `${String(voxels).padStart(10)} ${volumeMl.toFixed(2).padStart(10)} mL`;
    return `  ${name.padEnd(width)} ${size}${unusual === "" ? "" : `  ${unusual}`}`;
  });
  return `${[...head, ...lines].join("\n")}\n`;
}
