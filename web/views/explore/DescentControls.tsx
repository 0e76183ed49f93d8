import type { JSX } from "preact";
import { PAPER_RATE } from "../../../src/core/descent.ts";
import type { Address } from "../../state/address.ts";
import { run, settings } from "../../state/descent.ts";
import { lossNames } from "../../state/losses.ts";
import { change } from "../../state/store.ts";
import type { DescentRun } from "../../work/descent/descend.ts";
import { Select, Slider } from "../common/Field.tsx";

const KERNELS: Readonly<Record<DescentRun["kernel"], string>> = {
  "wasm-simd": "Computed by WebAssembly SIMD, float32.",
  javascript: "Computed by plain JavaScript, float32.",
  float64: "Computed in float64, with steps that adapt to the loss.",
};

/** Which loss is descended, and how the descent starts and runs. */
export function DescentControls(): JSX.Element {
  const { loss, start, rate, iterations } = settings.value;
  const losses = [...new Set([...lossNames.value, loss])];
  const set = (patch: Partial<Address["explore"]>): void => change("explore", patch);
  return (
    <section class="card" aria-labelledby="descent">
      <h2 id="descent">Descent</h2>
      <Select
        title="Loss"
        value={loss}
        options={losses.map((name) => [name, name] as const)}
        onChange={(value) => set({ loss: value })}
      />
      <Slider
        title={loss === "dice" ? "Learning rate γ / N" : "First step γ / N, adapted later"}
        value={Math.log10(rate)}
        least={-1}
        most={3}
        step={0.05}
        text={String(Number(rate.toPrecision(3)))}
        onChange={(value) => set({ rate: Number((10 ** value).toPrecision(3)) })}
      />
      <Select
        title="Start f₁"
        value={start}
        options={[
          ["random", "random, N(0, 1) (the paper's)"],
          ["zero", "0 everywhere"],
          ["marginal", "logit of m"],
          ["empty", "−4: nearly empty"],
          ["full", "4: nearly full"],
        ]}
        onChange={(value) => set({ start: value })}
      />
      <Select
        title="Iterations"
        value={String(iterations)}
        options={["20", "50", "100", "200", "400"].map((count) => [count, count] as const)}
        onChange={(value) => set({ iterations: Number(value) })}
      />
      <div class="row">
        <button
          type="button"
          onClick={() => set({ loss: "dice", rate: PAPER_RATE, start: "random", iterations: 200 })}
        >
          As in the paper
        </button>
      </div>
      <p class="note">{KERNELS[run.value?.kernel ?? "wasm-simd"]}</p>
    </section>
  );
}
