import { existsSync } from "node:fs";
import { withoutEnding } from "../../study/foreign.ts";
import { folderOf, type Source } from "../../study/source.ts";
import { namedSource } from "../inputs.ts";

/** dataset.json of the training in the folder or archive that a prediction is in, whether or not it was given too. */
export async function datasetBeside(prediction: Source): Promise<Source | undefined> {
  const bytes = await prediction.sibling("dataset.json");
  if (bytes === undefined) return undefined;
  return {
    ...prediction,
    place: `${folderOf(prediction.place)}dataset.json`,
    name: `${folderOf(prediction.name)}dataset.json`,
    isNamed: false,
    read: () => Promise.resolve(bytes),
    open: () => Promise.resolve(new Blob([new Uint8Array(bytes)])),
  };
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
