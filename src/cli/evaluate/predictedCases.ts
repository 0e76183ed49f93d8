import { resolve, sep } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { hasVolumeName, stem } from "../../study/foreign.ts";
import { listSources } from "../../study/scan.ts";
import { folderOf, type Source } from "../../study/source.ts";
import { readError } from "../files.ts";
import { sourcesAt } from "../inputs.ts";
import { datasetBeside, imageBeside } from "./beside.ts";

/** What a model predicted for one image: a map, a mask, or both of one name, as nnU-Net writes them; or DICOM objects. */
export interface PredictedCase {
  readonly name: string;
  /** The probabilities; of a pair, the .npz. */
  readonly map: Source | undefined;
  /** The mask of the same name; of a file by itself, it is found out whether it is a map. */
  readonly mask: Source | undefined;
  /** A SEG or RTSTRUCT, with the images beside it; empty where the prediction is of another format. */
  readonly objects: readonly Source[];
  /** dataset.json beside it or above, which names the classes. */
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
 * mask of one case; two images of one name are refused. DICOM objects are a case a file, or a case a folder of the folder that
 * was given. Names are in Unicode's composed form. Images of nnU-Net's beside a case of their name, pickles, what nnU-Net hands to the next stage of a cascade, and other files are passed over.
 *
 * @param out folder of the results, where earlier ones may be
 * @throws SoftdiceError for nothing that is a prediction, and for two predictions of one name
 */
export async function predictedCases(inputs: readonly string[], out: string): Promise<Predictions> {
  const cases = new Map<string, PredictedCase>();
  const folders = placesOf(inputs).map((place) => place.replace(/\.zip$/iu, ""));
  const { sources, foreign, ownResults } = await listSources(sourcesAt(inputs, out));
  const passedOver = [...foreign, ...ownResults];
  for (const source of sources) {
    const { place, name, isNamed } = source;
    if (!isNamed && isForNextStage(place)) passedOver.push(name);
    else if (hasVolumeName(place)) addVolume(cases, source);
    else if (await isDicomFile(source)) addObject(cases, source, folders);
    else if (isNamed) throw notAnImage(name);
    else passedOver.push(name);
  }
  if (cases.size === 0) {
    throw new SoftdiceError({
      subject: inputs.join(", "),
      problem: "holds no prediction",
      expected: "masks or probability maps, such as nnU-Net's .nii.gz and .npz",
      remedy: "name the folder or the files of the model's predictions",
    });
  }
  const predicted = [...cases.values()].filter((one) => !isChannelOf(one, cases));
  for (const one of cases.values()) if (!predicted.includes(one)) passedOver.push(one.mask?.name ?? one.name);
  const found = await withFilesBeside(predicted, folders);
  const known = new Set(found.map(({ dataset }) => dataset?.name));
  return { cases: found, passedOver: passedOver.filter((name) => !known.has(name)) };
}

/** Whether a file of a folder is an image of another case there, as nnU-Net calls them: that case's name and a channel's number. */
function isChannelOf({ name, map, mask }: PredictedCase, cases: ReadonlyMap<string, PredictedCase>): boolean {
  const own = /^(.+)_\d{4}$/u.exec(name)?.[1];
  const of = own === undefined ? undefined : cases.get(own);
  const beside = of?.mask ?? of?.map;
  if (map !== undefined || mask === undefined || mask.isNamed || beside === undefined) return false;
  return folderOf(beside.place) === folderOf(mask.place);
}

/** The cases with what lies beside their files: the names of classes, and the image of a map that was named itself. */
async function withFilesBeside(
  cases: readonly PredictedCase[],
  folders: readonly string[],
): Promise<PredictedCase[]> {
  const datasets = new Map<string, Promise<Source | undefined>>();
  const datasetOf = (file: Source): Promise<Source | undefined> => {
    const folder = folderOf(file.place);
    const found = datasets.get(folder) ?? datasetBeside(file, folders);
    datasets.set(folder, found);
    return found;
  };
  return Promise.all(
    cases.map(async (one) => {
      const file = one.map ?? one.mask;
      if (file === undefined) return one;
      return { ...one, mask: one.mask ?? (await imageBeside(file)), dataset: await datasetOf(file) };
    }),
  );
}

/** Whether a file is what nnU-Net hands to the next stage of a cascade: labels at that stage's spacing, nobody's prediction. */
function isForNextStage(place: string): boolean {
  return place.includes("/predicted_next_stage/") || /_segFromPrevStage\.npz$/iu.test(place);
}

/** Inputs as places of sources. */
export function placesOf(inputs: readonly string[]): string[] {
  return inputs.map((input) => resolve(input).split(sep).join("/"));
}

const NOTHING = { map: undefined, mask: undefined, objects: [], dataset: undefined };

function addVolume(cases: Map<string, PredictedCase>, file: Source): void {
  const name = stem(file.place).normalize("NFC");
  const role = file.place.toLowerCase().endsWith(".npz") ? "map" : "mask";
  const one = cases.get(name) ?? { name, ...NOTHING };
  const other = one[role] ?? one.objects[0];
  if (other !== undefined) throw twice(file, other);
  cases.set(name, { ...one, [role]: file });
}

function addObject(cases: Map<string, PredictedCase>, file: Source, folders: readonly string[]): void {
  const [folder] = folders
    .filter((one) => file.place.startsWith(`${one}/`))
    .sort((a, b) => b.length - a.length);
  const below = folder === undefined ? [] : file.place.slice(folder.length + 1).split("/");
  const isInFolder = below.length > 1;
  const name = (isInFolder ? below[0] : stem(file.place)).normalize("NFC");
  const one = cases.get(name) ?? { name, ...NOTHING };
  const other = one.map ?? one.mask ?? (isInFolder ? undefined : one.objects[0]);
  if (other !== undefined) throw twice(file, other);
  cases.set(name, { ...one, objects: [...one.objects, file] });
}

/** Whether a file has the mark of DICOM after its preamble. */
async function isDicomFile(source: Source): Promise<boolean> {
  const blob = await source.open();
  const head = await blob
    .slice(0, 132)
    .arrayBuffer()
    .catch((cause: unknown) => {
      throw readError(source.name, cause);
    });
  return new TextDecoder().decode(head.slice(128)) === "DICM";
}

function twice({ name: subject }: Source, { name: other }: Source): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: `has the name of ${other}`,
    expected: "one prediction a case, called after it",
    remedy: "name the predictions of one model; of a folder a case with a mask a structure, give label maps",
  });
}

function notAnImage(subject: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: "is neither a mask nor a probability map",
    expected: "NIfTI, NRRD, MetaImage, NumPy, or a DICOM segmentation or structure set",
    remedy: "leave it out",
  });
}
