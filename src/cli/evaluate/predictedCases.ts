import { basename, dirname } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { hasImageName, stem } from "../images.ts";
import type { InputFile } from "../inputs.ts";
import { inputFiles } from "../inputs.ts";
import { isFolder } from "../folders.ts";

/** What a model predicted for one image: a map, a mask, or both of one name, as nnU-Net writes them. */
export interface PredictedCase {
  readonly name: string;
  /** The probabilities; of a pair, the .npz. */
  readonly map: InputFile | undefined;
  /** The mask of the same name; of a file by itself, it is found out whether it is a map. */
  readonly mask: InputFile | undefined;
  /** dataset.json beside it, which names the classes. */
  readonly dataset: InputFile | undefined;
}

/** What was found among predictions. */
export interface Predictions {
  readonly cases: readonly PredictedCase[];
  /** Names of the files that are neither map nor mask. */
  readonly passedOver: readonly string[];
}

/**
 * The cases among predictions: a case a name, by the files that have it. An .npz and an image of one name are the map and the
 * mask of one case; two images of one name are refused. Pickles and other files are passed over.
 *
 * @param out folder of the results, where earlier ones may be
 * @throws SoftdiceError for nothing that is a prediction, and for two predictions of one name
 */
export async function predictedCases(inputs: readonly string[], out: string): Promise<Predictions> {
  const cases = new Map<string, PredictedCase>();
  const passedOver: string[] = [];
  const datasets = new Map<string, InputFile>();
  for (const input of inputs) {
    for await (const file of inputFiles([input], out)) {
      const name = basename(file.path);
      if (name === "dataset.json") datasets.set(dirname(file.path), file);
      if (name.startsWith("._") || !hasImageName(name)) {
        if (!(await isFolder(input))) throw notAnImage(file.path);
        passedOver.push(name);
        continue;
      }
      add(cases, file);
    }
  }
  if (cases.size === 0) {
    throw new SoftdiceError({
      subject: inputs.join(", "),
      problem: "holds no prediction",
      expected: "masks or probability maps, such as nnU-Net's .nii.gz and .npz",
      remedy: "name the folder or the files of the model's predictions",
    });
  }
  const found = Array.from(cases.values(), (one) => {
    const folder = dirname((one.map ?? one.mask)?.path ?? "");
    return { ...one, dataset: datasets.get(folder) };
  });
  return { cases: found, passedOver };
}

function add(cases: Map<string, PredictedCase>, file: InputFile): void {
  const name = stem(file.path);
  const role = file.path.toLowerCase().endsWith(".npz") ? "map" : "mask";
  const one = cases.get(name) ?? { name, map: undefined, mask: undefined, dataset: undefined };
  const other = one[role];
  if (other !== undefined) {
    throw new SoftdiceError({
      subject: file.path,
      problem: `has the name of ${other.path}`,
      expected: "one prediction a case",
      remedy: "name the predictions of one model",
    });
  }
  cases.set(name, { ...one, [role]: file });
}

function notAnImage(subject: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: "is neither a mask nor a probability map",
    expected: "NIfTI, NRRD, MetaImage or NumPy",
    remedy: "leave it out",
  });
}
