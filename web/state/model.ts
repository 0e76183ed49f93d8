import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { EvaluatedStructure, ModelReport } from "../work/model/evaluateModel.ts";
import type { ModelRequest, ModelSource } from "../work/model/model.ts";
import type { Progress } from "../work/protocol.ts";
import { Cancelled } from "../work/remote.ts";
import type { DroppedFile } from "../work/study/files.ts";
import { change, parameter } from "./store.ts";
import { observerNames, structureNames, study } from "./study.ts";

/* A model's prediction among the observers of the open study. */

const asked = {
  of: parameter("model", "of"),
  unnamed: parameter("model", "unnamed"),
  cut: parameter("model", "cut"),
  resample: parameter("model", "resample"),
  like: parameter("model", "like"),
  row: parameter("model", "row"),
};

/** The prediction that was dropped last. */
export const dropped = signal<{ readonly files: readonly DroppedFile[]; readonly drop: number } | undefined>(
  undefined,
);
export const modelReport = signal<ModelReport | undefined>(undefined);
export const evaluating = signal<Progress | undefined>(undefined);
export const modelFailure = signal<Error | undefined>(undefined);

let drops = 0;

/** Takes files as the model's prediction. */
export function dropPrediction(files: readonly DroppedFile[]): void {
  drops += 1;
  dropped.value = { files, drop: drops };
  change("model", { of: "file", row: 0 });
}

/** Names of all observers of the study, each once, in the order in which they are met. */
export const allObservers: ReadonlySignal<readonly string[]> = computed(() => [
  ...new Set(observerNames.value.flat()),
]);

/** Indices of the structures that are maps. */
export const openMaps: ReadonlySignal<readonly number[]> = computed(() =>
  (study.value?.info.structures ?? []).flatMap(({ kind }, index) => (kind === "map" ? [index] : [])),
);

/** Indices of the structures that somebody drew. */
export const drawnStructures: ReadonlySignal<readonly number[]> = computed(() =>
  (study.value?.info.structures ?? []).flatMap(({ kind }, index) => (kind === "masks" ? [index] : [])),
);

/** What is the model's; undefined where nothing is chosen, or what was chosen is no longer open. */
const source: ReadonlySignal<ModelSource | undefined> = computed(() => {
  const of = asked.of.value;
  const index = Number(of.slice(1));
  if (of === "file") return dropped.value;
  if (of.startsWith("s")) return openMaps.value.includes(index) ? { structure: index } : undefined;
  const observer = allObservers.value.at(index);
  return observer === undefined ? undefined : { observer };
});

/** The structure of the report that is shown in full. */
export const shownStructure: ReadonlySignal<EvaluatedStructure | undefined> = computed(() => {
  const structures = modelReport.value?.structures ?? [];
  return structures.at(Math.min(asked.row.value, structures.length - 1));
});

/** Evaluates anew whenever something that it depends on changes, until the returned function is called. */
export function followModel(): () => void {
  let last = 0;
  const stop = effect(() => {
    const remote = study.value?.remote;
    const chosen = source.value;
    const turn = ++last;
    if (remote === undefined || chosen === undefined) {
      modelReport.value = undefined;
      modelFailure.value = undefined;
      evaluating.value = undefined;
      return;
    }
    const unnamed = asked.unnamed.value;
    const resample = asked.resample.value;
    const request: ModelRequest = {
      source: chosen,
      structureNames: structureNames.value,
      observerNames: observerNames.value,
      unnamed: unnamed === "auto" ? undefined : Number(unnamed),
      options: {
        cut: asked.cut.value,
        resample: resample === "" ? undefined : resample,
        like: asked.like.value === "yes",
      },
    };
    evaluating.value = { what: "Starting", done: 0, total: 0 };
    void (async () => {
      try {
        const found = await remote.call<ModelReport>("evaluate", request, (progress) => {
          if (turn === last) evaluating.value = progress;
        });
        if (turn !== last) return;
        modelReport.value = found;
        modelFailure.value = undefined;
      } catch (error) {
        if (turn !== last || error instanceof Cancelled) return;
        modelReport.value = undefined;
        modelFailure.value = error as Error;
      }
      if (turn === last) evaluating.value = undefined;
    })();
  });
  return () => {
    last += 1;
    stop();
  };
}
