import { SoftdiceError } from "../../../src/core/errors.ts";
import { contentOf } from "../../../src/study/content.ts";
import { readMapFile } from "../../../src/study/maps.ts";
import { type Source, withoutArchives } from "../../../src/study/source.ts";
import { interpret, isNumPy, type Prediction, predictionFiles } from "./predictions.ts";

/** What dropped files hold of a model's probabilities, and the other files. */
export interface Arrays {
  readonly predictions: readonly Prediction[];
  /** All other files, archives opened. */
  readonly sources: readonly Source[];
  readonly failures: readonly SoftdiceError[];
}

/**
 * Takes NumPy files of probabilities out of what was dropped, each with the image of its name and dataset.json: as nnU-Net
 * writes them. Arrays of masks stay with the other files.
 */
export async function takeArrays(given: readonly Source[]): Promise<Arrays> {
  const all: Source[] = [];
  for await (const source of withoutArchives(given)) all.push(source);
  const predictions: Prediction[] = [];
  const failures: SoftdiceError[] = [];
  const taken = new Set<Source>();
  for (const files of predictionFiles(all).filter(({ file }) => isNumPy(file.place))) {
    try {
      const read = await readMapFile(files.file);
      if (!read.volumes.some((volume) => contentOf(volume).kind === "map")) continue;
      const found = await interpret(files, read);
      predictions.push(found);
      taken.add(files.file);
      if (files.dataset !== undefined) taken.add(files.dataset);
      // A mask of the map's name is the model's own, and no observer's; an image is what lies below.
      const hasOwn = found.structures.some(({ mask }) => mask !== undefined);
      if (files.beside !== undefined && hasOwn) taken.add(files.beside);
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      taken.add(files.file);
      failures.push(error);
    }
  }
  return { predictions, sources: all.filter((source) => !taken.has(source)), failures };
}
