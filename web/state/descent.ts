import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { SoftdiceError } from "../../src/core/errors.ts";
import type { DescentRequest, DescentRun } from "../work/descent/descent.worker.ts";
import { Cancelled, Remote } from "../work/remote.ts";
import { planeViews } from "../planes/orientation.ts";
import { cut, windowOf } from "../planes/window.ts";
import type { Address } from "./address.ts";
import { parameter } from "./store.ts";
import { analysis, crosshair } from "./study.ts";

/* The descent that the parameters in the address ask for. */

const asked = {
  source: parameter("explore", "source"),
  rho: parameter("explore", "rho"),
  preset: parameter("explore", "preset"),
  seed: parameter("explore", "seed"),
  sample: parameter("explore", "sample"),
  v: parameter("explore", "v"),
  start: parameter("explore", "start"),
  rate: parameter("explore", "rate"),
  iterations: parameter("explore", "iterations"),
};

/** Everything but what is shown of the descent. */
export const settings: ReadonlySignal<Omit<Address["explore"], "l" | "a">> = computed(() => ({
  source: asked.source.value,
  rho: asked.rho.value,
  preset: asked.preset.value,
  seed: asked.seed.value,
  sample: asked.sample.value,
  v: asked.v.value,
  start: asked.start.value,
  rate: asked.rate.value,
  iterations: asked.iterations.value,
}));

export const run = signal<DescentRun | undefined>(undefined);
export const isRunning = signal(false);
export const descentFailure = signal<SoftdiceError | Error | undefined>(undefined);

/** The marginal of the loaded observers in the axial slice under the crosshair, with 24 mm around the structure. */
const slice: ReadonlySignal<DescentRequest["slice"]> = computed(() => {
  const found = analysis.value;
  if (found === undefined) return undefined;
  const [axial] = planeViews(found.grid);
  const window = windowOf(axial, found.grid, found.box, 24);
  const classes = cut(
    { data: found.classes, box: found.box },
    window,
    crosshair.value[axial.through],
    0,
    new Uint32Array(window.across[1] * window.down[1]),
  );
  return { marginal: Float64Array.from(classes, (p) => found.marginal[p]), width: window.across[1] };
});

/** Computes anew whenever a parameter changes, until the returned function is called; the last request wins. */
export function followDescent(): () => void {
  const remote = new Remote(
    new Worker(new URL("../work/descent/descent.worker.ts", import.meta.url), { type: "module" }),
  );
  let wanted: DescentRequest | undefined;
  let isBusy = false;
  const work = async (): Promise<void> => {
    isBusy = true;
    isRunning.value = true;
    while (wanted !== undefined) {
      const request = wanted;
      wanted = undefined;
      try {
        const result = await remote.call<DescentRun>("run", request);
        run.value = result;
        descentFailure.value = undefined;
      } catch (error) {
        if (!(error instanceof Cancelled)) descentFailure.value = error as Error;
      }
    }
    isBusy = false;
    isRunning.value = false;
  };
  const stop = effect(() => {
    const own = settings.value.source === "study" ? slice.value : undefined;
    wanted = own === undefined ? settings.value : { ...settings.value, slice: own };
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
