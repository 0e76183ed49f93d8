import { SoftdiceError } from "../../../src/core/errors.ts";
import { withoutArchives, type Source } from "../../../src/study/source.ts";
import type { Progress } from "../protocol.ts";
import { type DroppedFile, sourcesOf } from "../study/files.ts";
import { type Prediction, predictionFiles, readPrediction } from "../study/predictions.ts";
import type { StoredStudy } from "../study/stored.ts";
import {
  evaluateModel,
  type ModelOptions,
  type ModelReport,
  type ObservedStructure,
} from "./evaluateModel.ts";

/** What is the model's: dropped files, a structure of the study that is a map, or an observer of it, by the name on the page. */
export type ModelSource =
  | { readonly files: readonly DroppedFile[]; /** Tells one drop from another. */ readonly drop: number }
  | { readonly structure: number }
  | { readonly observer: string };

/** What the page asks for. */
export interface ModelRequest {
  readonly source: ModelSource;
  /** Names of the study's structures, and of the observers of each, as the page has them. */
  readonly structureNames: readonly string[];
  readonly observerNames: readonly (readonly string[])[];
  /** The structure that a prediction without a name is of. */
  readonly unnamed: number | undefined;
  readonly options: ModelOptions;
}

/** Evaluates models against the observers of a study. Files that were read are kept until others are given. */
export class ModelDesk {
  #last: { readonly drop: number; readonly prediction: Prediction } | undefined;

  async evaluate(
    study: StoredStudy,
    request: ModelRequest,
    report: (progress: Progress) => void,
  ): Promise<ModelReport> {
    const { source, unnamed, options } = request;
    const observer = "observer" in source ? source.observer : undefined;
    const drawn = observedOf(study, request, observer);
    const prediction =
      "files" in source
        ? await this.#read(source, report)
        : "structure" in source
          ? mapOf(study, source.structure, request)
          : observerAsModel(study, source.observer, request);
    return evaluateModel(prediction, drawn, unnamed, options, (done, total) =>
      report({ what: "Comparing the model with the observers", done, total }),
    );
  }

  async #read(
    { files, drop }: Extract<ModelSource, { readonly drop: number }>,
    report: (progress: Progress) => void,
  ): Promise<Prediction> {
    if (this.#last?.drop !== drop) {
      report({ what: "Reading the prediction", done: 0, total: 0 });
      this.#last = { drop, prediction: await readPrediction(await onePrediction(files)) };
    }
    return this.#last.prediction;
  }
}

/** @throws SoftdiceError for no prediction, and for several */
async function onePrediction(
  files: readonly DroppedFile[],
): Promise<ReturnType<typeof predictionFiles>[number]> {
  const sources: Source[] = [];
  for await (const source of withoutArchives(sourcesOf(files))) sources.push(source);
  const found = predictionFiles(sources);
  if (found.length === 1) return found[0];
  const names = found.map(({ file }) => file.name);
  throw new SoftdiceError({
    subject: "prediction",
    problem:
      found.length === 0
        ? "is none of the files that were dropped"
        : `is one of ${names.slice(0, 4).join(", ")}${names.length > 4 ? ", …" : ""}`,
    expected:
      "one prediction of the open patient: a map, a mask or a label map (NIfTI, NRRD, MetaImage, NumPy)",
    remedy: "drop one file, with dataset.json and the image of its name if it is nnU-Net's .npz",
  });
}

/** The structures with observers, without the one who is the model. */
function observedOf(
  { structures }: StoredStudy,
  { structureNames, observerNames }: ModelRequest,
  model: string | undefined,
): ObservedStructure[] {
  return structures.flatMap((one, index): ObservedStructure[] => {
    if (one.kind === "map") return [];
    const named = one.observers.map(({ part }, k) => ({ part, observer: observerNames[index][k] }));
    const observers = named.filter(({ observer }) => observer !== model);
    return [{ index, name: structureNames[index], grid: one.grid, observers }];
  });
}

function mapOf({ structures }: StoredStudy, index: number, { structureNames }: ModelRequest): Prediction {
  const map = structures.at(index);
  if (map?.kind !== "map") throw new RangeError(`structure ${index} is no map`);
  const { grid, part, ownMask, hasGeometry } = map;
  // Its own name stands for a file's unless a structure of the same name is drawn.
  const structure = { name: "", grid, map: part, mask: ownMask };
  return { name: structureNames[index], hasGeometry, structures: [structure], remarks: [] };
}

function observerAsModel(
  { structures }: StoredStudy,
  observer: string,
  { structureNames, observerNames }: ModelRequest,
): Prediction {
  const predicted = structures.flatMap((one, index) => {
    if (one.kind === "map") return [];
    const k = observerNames[index].indexOf(observer);
    if (k < 0 || one.observers.length < 2) return [];
    const { part } = one.observers[k];
    return [{ name: structureNames[index], grid: one.grid, map: undefined, mask: part }];
  });
  return { name: observer, hasGeometry: true, structures: predicted, remarks: [] };
}
