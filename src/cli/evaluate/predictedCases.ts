import { SoftdiceError } from "../../core/errors.ts";
import { hasVolumeName, isForeign, resultFolders, stem } from "../../study/foreign.ts";
import { folderOf, lastPart, type Source, withoutArchives } from "../../study/source.ts";
import { sourcesAt } from "../inputs.ts";

/** What a model predicted for one image: a map, a mask, or both of one name, as nnU-Net writes them. */
export interface PredictedCase {
  readonly name: string;
  /** The probabilities; of a pair, the .npz. */
  readonly map: Source | undefined;
  /** The mask of the same name; of a file by itself, it is found out whether it is a map. */
  readonly mask: Source | undefined;
  /** dataset.json beside it, which names the classes. */
  readonly dataset: Source | undefined;
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
  const datasets = new Map<string, Source>();
  const sources: Source[] = [];
  for await (const source of withoutArchives(sourcesAt(inputs, out))) sources.push(source);
  const results = [...(await resultFolders(sources))];
  for (const source of sources) {
    const { place, name, isNamed } = source;
    if (lastPart(place) === "dataset.json") datasets.set(folderOf(place), source);
    if (!isForeign(name) && hasVolumeName(place) && !results.some((folder) => place.startsWith(folder))) {
      add(cases, source);
    } else if (isNamed) {
      throw notAnImage(name);
    } else {
      passedOver.push(name);
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
    const place = (one.map ?? one.mask)?.place ?? "";
    return { ...one, dataset: datasets.get(folderOf(place)) };
  });
  return { cases: found, passedOver };
}

function add(cases: Map<string, PredictedCase>, file: Source): void {
  const name = stem(file.place);
  const role = file.place.toLowerCase().endsWith(".npz") ? "map" : "mask";
  const one = cases.get(name) ?? { name, map: undefined, mask: undefined, dataset: undefined };
  const other = one[role];
  if (other !== undefined) {
    throw new SoftdiceError({
      subject: file.name,
      problem: `has the name of ${other.name}`,
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
