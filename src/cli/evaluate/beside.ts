import { existsSync } from "node:fs";
import { withoutEnding } from "../../study/foreign.ts";
import { folderOf, type Source } from "../../study/source.ts";
import { namedSource } from "../inputs.ts";

/**
 * dataset.json of the training: in the folder or archive that a prediction is in, whether or not it was given too; else in the
 * nearest folder above up to the one that was given, as nnU-Net keeps it above its folds, `fold_0/validation`, of which one
 * may be given too.
 *
 * @param folders places of the folders that were given
 */
export async function datasetBeside(
  prediction: Source,
  folders: readonly string[] = [],
): Promise<Source | undefined> {
  for (const up of foldersUp(prediction.place, folders)) {
    const bytes = await prediction.sibling(`${"../".repeat(up)}dataset.json`);
    if (bytes === undefined) continue;
    return {
      ...prediction,
      place: above(prediction.place, up),
      name: above(prediction.name, up),
      isNamed: false,
      read: () => Promise.resolve(bytes),
      open: () => Promise.resolve(new Blob([new Uint8Array(bytes)])),
    };
  }
  return undefined;
}

/** How many folders up from a file's own dataset.json may be, the nearest first. */
function foldersUp(place: string, folders: readonly string[]): number[] {
  const parts = folderOf(place).split("/").slice(0, -1);
  const isGiven = (up: number): boolean => {
    const folder = parts.slice(0, parts.length - up).join("/");
    return folders.some((given) => folder === given || folder.startsWith(`${given}/`));
  };
  const ups = [0, ...parts.keys()].filter((up, n) => n === 0 || (up > 0 && isGiven(up)));
  return VALIDATION.test(folderOf(place)) && !ups.includes(2) ? [...ups, 2] : ups;
}

/** Where nnU-Net puts what a fold's model predicts of the cases that it was not trained on. */
const VALIDATION = /\/fold_(?:\d+|all)\/validation\/$/u;

/** dataset.json so many folders above a file. */
function above(path: string, up: number): string {
  const parts = folderOf(path).split("/").slice(0, -1);
  const kept = parts.slice(0, Math.max(0, parts.length - up));
  const beyond = Array.from({ length: Math.max(0, up - parts.length) }, () => "..");
  return [...kept, ...beyond, "dataset.json"].join("/");
}

/** Endings of the images that nnU-Net may write beside an .npz. */
const IMAGE_ENDINGS = [".nii.gz", ".nii", ".nrrd", ".mha"];

/** The image of the same name beside an .npz; undefined beside other files. */
export async function imageBeside({ place }: Source): Promise<Source | undefined> {
  if (!place.toLowerCase().endsWith(".npz")) return undefined;
  const beside = IMAGE_ENDINGS.map((ending) => `${withoutEnding(place)}${ending}`).find((path) =>
    existsSync(path),
  );
  return beside === undefined ? undefined : namedSource(beside);
}
