import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { PlaneMarginal } from "../work/descent/marginal.ts";
import type { DescentParameters } from "../work/descent/parameters.ts";
import type { DescentRun } from "../work/descent/descend.ts";
import type { DescentRequest } from "../work/descent/descent.worker.ts";
import { Cancelled, Remote } from "../work/remote.ts";
import { type ExploredStructure, exploredStructure, marginalSettings } from "./explored.ts";
import { parameter } from "./store.ts";

/* The descent that the parameters in the address ask for. */

const asked = {
  loss: parameter("explore", "loss"),
  start: parameter("explore", "start"),
  rate: parameter("explore", "rate"),
  iterations: parameter("explore", "iterations"),
};

/** Everything but what is shown of the descent. */
export const settings: ReadonlySignal<DescentParameters> = computed(() => ({
  ...marginalSettings.value,
  loss: asked.loss.value,
  start: asked.start.value,
  rate: asked.rate.value,
  iterations: asked.iterations.value,
}));

export const run = signal<DescentRun | undefined>(undefined);
export const isRunning = signal(false);
export const descentFailure = signal<Error | undefined>(undefined);

/** Computes anew whenever a parameter changes, until the returned function is called; the last request wins. */
export function followDescent(): () => void {
  const remote = new Remote(
    new Worker(new URL("../work/descent/descent.worker.ts", import.meta.url), { type: "module" }),
  );
  let wanted:
    { readonly parameters: DescentParameters; readonly structure: ExploredStructure | undefined } | undefined;
  let isBusy = false;
  const work = async (): Promise<void> => {
    isBusy = true;
    isRunning.value = true;
    while (wanted !== undefined) {
      const { parameters, structure } = wanted;
      wanted = undefined;
      try {
        const slice = await structure?.remote.call<PlaneMarginal>("plane", structure.request);
        const request: DescentRequest = { ...parameters, slice };
        run.value = await remote.call<DescentRun>("run", request);
        descentFailure.value = undefined;
      } catch (error) {
        if (!(error instanceof Cancelled)) descentFailure.value = error as Error;
      }
    }
    isBusy = false;
    isRunning.value = false;
  };
  const stop = effect(() => {
    const parameters = settings.value;
    wanted = { parameters, structure: parameters.source === "study" ? exploredStructure.value : undefined };
    if (!isBusy) void work();
  });
  return () => {
    stop();
    wanted = undefined;
    remote.end();
  };
}

/** D_m of the a-threshold {σ(f_l) > a} of every iterate. */
export const thresholdDice: ReadonlySignal<Float64Array> = (() => {
  const a = parameter("explore", "a");
  return computed(() => {
    const found = run.value;
    if (found === undefined) return new Float64Array();
    const { marginal, soft, iterates } = found;
    let total = 0;
    for (const m of marginal) total += m;
    return Float64Array.from(iterates, (_, index) => {
      const frame = soft.subarray(index * marginal.length, (index + 1) * marginal.length);
      let size = 0;
      let common = 0;
      for (let i = 0; i < frame.length; i++) {
        if (frame[i] > a.value) {
          size += 1;
          common += marginal[i];
        }
      }
      return size + total > 0 ? (2 * common) / (size + total) : 0;
    });
  });
})();
