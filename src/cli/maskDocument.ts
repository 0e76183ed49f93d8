import type { MaskSource, MaskStructure, StructureMask } from "../formats/dicom/masks.ts";
import type { Series } from "../formats/dicom/series.ts";
import { type Grid, voxelVolumeMl } from "../image/grid.ts";
import type { RunIdentity } from "./runs/journalFile.ts";

/** What rois.json says of one structure. */
export interface RoiEntry {
  /** As its file has it. */
  readonly name: string;
  /** ROINumber or SegmentNumber. */
  readonly number: number;
  /** Its mask in the folder; null for a structure without closed contours, and for one that failed. */
  readonly file: string | null;
  /** Its value in the label map, where there is one. */
  readonly label: number | null;
  /** Its grid among the document's `grids`. */
  readonly grid: number | null;
  readonly voxels: number;
  readonly volumeMl: number;
  /** Of the contours: their areas times the distance of their planes; null for segments. */
  readonly planimetricVolumeMl: number | null;
  /** 100 · (volumeMl / planimetricVolumeMl − 1). */
  readonly volumeDifferencePercent: number | null;
  /** How many there are, and how many of those were not used, by reason. */
  readonly contours: {
    readonly closed: number;
    readonly open: number;
    readonly point: number;
    readonly empty: number;
    readonly unknown: number;
    readonly flat: number;
    readonly duplicate: number;
    readonly outside: number;
  } | null;
  readonly offSliceMm: number | null;
  readonly nestedSlices: number | null;
  readonly contourAreaMm2: number | null;
  readonly voxelAreaMm2: number | null;
  /** What was unusual, in one line; empty if nothing was. */
  readonly unusual: string;
  /** Why there is no mask though there should be one; null if there is none to be, or it is there. */
  readonly failure: string | null;
}

/** A grid that structures of a file lie on. */
export interface GridEntry {
  readonly image: string | null;
  readonly series: { readonly uid: string; readonly modality: string; readonly reason: string } | null;
  readonly kind: "series" | "paper" | "own";
  readonly shape: readonly number[];
  readonly spacingMm: readonly number[];
  readonly originMm: readonly number[];
  readonly directions: readonly (readonly number[])[];
  /** What was unusual about the images. */
  readonly warnings: readonly string[];
}

/** rois.json, and what --json prints. */
export interface MaskDocument extends RunIdentity {
  readonly source: { readonly file: string; readonly kind: "RTSTRUCT" | "SEG" };
  /** Folder below --out, empty for the first source. */
  readonly folder: string;
  /** Of the first of `grids`. */
  readonly image: string | null;
  readonly series: GridEntry["series"];
  readonly grid: Omit<GridEntry, "image" | "series" | "warnings"> | null;
  readonly warnings: readonly string[];
  /** One in most files; several where structures were drawn on several series. */
  readonly grids: readonly GridEntry[];
  /** The label map, where one was asked for and structures do not overlap. */
  readonly labels: string | null;
  readonly rois: readonly RoiEntry[];
}

/** A grid of a source, and the series that it is of. */
export interface SourceGrid {
  readonly grid: Grid;
  readonly series: Series | undefined;
  readonly reason: string | undefined;
}

/** The grids that the structures of a source lie on, that of most structures first. */
export function gridsOf({ structures }: MaskSource): SourceGrid[] {
  const counts = new Map<Grid, { entry: SourceGrid; count: number }>();
  for (const { grid, choice } of structures) {
    if (grid === undefined) continue;
    const known = counts.get(grid) ?? {
      entry: { grid, series: choice?.series, reason: choice?.reason },
      count: 0,
    };
    known.count += 1;
    counts.set(grid, known);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).map(({ entry }) => entry);
}

/** What there is to say of one structure. */
export function entryOf(
  { number }: MaskStructure,
  { name, volume, voxels, report, notes, failure }: StructureMask,
  {
    file,
    label,
    grid,
  }: { readonly file: string | null; readonly label: number | null; readonly grid: number | null },
): RoiEntry {
  const volumeMl = volume === undefined ? 0 : voxels * voxelVolumeMl(volume.grid);
  const planimetric = report?.planimetricVolumeMl ?? 0;
  return {
    name,
    number,
    file,
    label,
    grid,
    voxels,
    volumeMl,
    planimetricVolumeMl: report === undefined ? null : planimetric,
    volumeDifferencePercent:
      volume !== undefined && planimetric > 0 ? 100 * (volumeMl / planimetric - 1) : null,
    contours:
      report === undefined
        ? null
        : {
            closed: report.closedContours,
            open: report.openContours,
            point: report.pointContours,
            empty: report.emptyContours,
            unknown: report.unknownContours,
            flat: report.flatContours,
            duplicate: report.duplicateContours,
            outside: report.outsideContours,
          },
    offSliceMm: report?.offSliceMm ?? null,
    nestedSlices: report?.nestedSlices ?? null,
    contourAreaMm2: report?.contourAreaMm2 ?? null,
    voxelAreaMm2: report?.voxelAreaMm2 ?? null,
    unusual: notes.join("; "),
    failure: failure?.message ?? null,
  };
}

/** What there is to say of the masks of one file with structures. @param file as results call it */
export function describeMasks(
  identity: RunIdentity,
  { file, kind }: Pick<MaskDocument["source"], "file" | "kind">,
  {
    folder,
    grids,
    images,
    labels,
    rois,
  }: {
    readonly folder: string;
    readonly grids: readonly SourceGrid[];
    /** The image of each grid. */
    readonly images: readonly (string | null)[];
    readonly labels: string | null;
    readonly rois: readonly RoiEntry[];
  },
): MaskDocument {
  const entries = grids.map(({ grid, series, reason = "" }, n): GridEntry => {
    const { shape, spacingMm, originMm, directions } = grid;
    return {
      image: images[n],
      series: series === undefined ? null : { uid: series.uid, modality: series.modality, reason },
      kind: series !== undefined ? "series" : kind === "RTSTRUCT" ? "paper" : "own",
      shape,
      spacingMm,
      originMm,
      directions,
      warnings: series?.notes ?? [],
    };
  });
  const first = entries.at(0);
  return {
    ...identity,
    source: { file, kind },
    folder,
    image: first?.image ?? null,
    series: first?.series ?? null,
    grid: first === undefined ? null : geometryOf(first),
    warnings: first?.warnings ?? [],
    grids: entries,
    labels,
    rois,
  };
}

function geometryOf({ kind, shape, spacingMm, originMm, directions }: GridEntry): MaskDocument["grid"] {
  return { kind, shape, spacingMm, originMm, directions };
}

/** The same for a terminal: a line a structure. */
export function masksText({ source, folder, grids, rois }: MaskDocument): string {
  const width = Math.max(4, ...rois.map(({ name }) => name.length));
  const head = [
    `${source.file}${folder === "" ? "" : ` → ${folder}/`}`,
    ...grids.flatMap(({ series, shape, warnings }) => [
      series === null ? `on a grid of its own, ${shape.join(" × ")}` : `on ${series.reason}`,
      ...warnings.map((warning) => `the series: ${warning}`),
    ]),
  ];
  const lines = rois.map(({ name, file, voxels, volumeMl, volumeDifferencePercent, unusual, failure }) => {
    const percent = volumeDifferencePercent;
    const rounded = Math.abs(percent ?? 0).toFixed(1);
    const sign = rounded === "0.0" ? "" : (percent ?? 0) < 0 ? "−" : "+";
    const difference = percent === null ? "" : `${sign}${rounded} %`;
    const size =
      file === null
        ? (failure === null ? "no mask" : "failed").padStart(34)
        : `${String(voxels).padStart(10)} ${volumeMl.toFixed(2).padStart(10)} mL ${difference.padStart(9)}`;
    return `  ${name.padEnd(width)} ${size}${unusual === "" ? "" : `  ${unusual}`}`.trimEnd();
  });
  return `${[...head, ...lines].join("\n")}\n`;
}
