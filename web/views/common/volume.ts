import { voxelVolumeMl } from "../../../src/image/grid.ts";
import { significant } from "../../../src/report/numbers.ts";
import type { Analysis } from "../../work/study/analysis.ts";

/** What volumes are stated in: voxels of a map without geometry have no size. */
export function volumeUnit({ hasGeometry }: Pick<Analysis, "hasGeometry">): "mL" | "voxels" {
  return hasGeometry ? "mL" : "voxels";
}

/** A volume as a number of that unit. */
export function volumeFigure(voxels: number, of: Pick<Analysis, "grid" | "hasGeometry">): string {
  return significant(of.hasGeometry ? voxels * voxelVolumeMl(of.grid) : voxels);
}

/** A volume with its unit. */
export function volumeText(voxels: number, of: Pick<Analysis, "grid" | "hasGeometry">): string {
  return `${volumeFigure(voxels, of)} ${volumeUnit(of)}`;
}
