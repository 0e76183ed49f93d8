import { computed, type ReadonlySignal } from "@preact/signals";
import type { MarginalParameters } from "../work/descent/parameters.ts";
import type { Remote } from "../work/remote.ts";
import type { ExploreRequest } from "../work/study/study.worker.ts";
import { parameter } from "./store.ts";
import { analysis, counted, crosshair, structure, study } from "./study.ts";

/* The marginal that the Explore view is about. */

const asked = {
  source: parameter("explore", "source"),
  rho: parameter("explore", "rho"),
  preset: parameter("explore", "preset"),
  seed: parameter("explore", "seed"),
  sample: parameter("explore", "sample"),
  v: parameter("explore", "v"),
};

export const marginalSettings: ReadonlySignal<MarginalParameters> = computed(() => ({
  source: asked.source.value,
  rho: asked.rho.value,
  preset: asked.preset.value,
  seed: asked.seed.value,
  sample: asked.sample.value,
  v: asked.v.value,
}));

/** The open structure in the worker that holds it. */
export interface ExploredStructure {
  readonly remote: Remote;
  readonly request: ExploreRequest;
}

/** The structure that is open, with the observers that count and the plane under the crosshair. */
export const exploredStructure: ReadonlySignal<ExploredStructure | undefined> = computed(() => {
  const remote = study.value?.remote;
  const index = structure.value?.index;
  if (remote === undefined || index === undefined || analysis.value === undefined) return undefined;
  return { remote, request: { structure: index, counted: counted.value, at: crosshair.value } };
});
