import type { JSX } from "preact";
import { PAPER_RATE } from "../../../src/core/descent.ts";
import type { Address } from "../../state/address.ts";
import { run, settings } from "../../state/descent.ts";
import { change } from "../../state/store.ts";
import { analysis } from "../../state/study.ts";
import { Select, Slider, Whole } from "../common/Field.tsx";

type Parameters = Address["explore"];

/** Which marginal, and how the descent starts and runs. */
export function Controls(): JSX.Element {
  const { source, rho, preset, seed, sample, v, start, rate, iterations } = settings.value;
  const set = (patch: Partial<Parameters>): void => change("explore", patch);
  const structure = analysis.value?.structure;
  return (
    <div class="stack">
      <section class="card" aria-labelledby="marginal">
        <h2 id="marginal">Marginal m</h2>
        <Select
          title="Source"
          value={source}
          options={[
            ["synthetic", "experiment (S): deformed ball"],
            ["sharp", "sharp case of Theorem 2"],
            ["constant", "constant"],
            ["study", structure === undefined ? "loaded observers" : `loaded: ${structure}`],
          ]}
          onChange={(value) => set({ source: value })}
        />
        {source === "synthetic" && (
          <>
            <Slider
              title="Noise level ρ"
              value={rho}
              least={0.01}
              most={0.15}
              step={0.01}
              text={rho.toFixed(2)}
              onChange={(value) => set({ rho: value })}
            />
            <Select
              title="Shape"
              value={preset}
              options={[
                ["table1", "as in Table 1 (radius 0.1)"],
                ["literal", "as written (radius 0.2)"],
              ]}
              onChange={(value) => set({ preset: value })}
            />
            <Whole title="Sample" value={sample} onChange={(value) => set({ sample: value })} />
          </>
        )}
        {(source === "sharp" || source === "constant") && (
          <Slider
            title="Expected volume v = ‖m‖₁"
            value={v}
            least={0.05}
            most={1}
            step={0.01}
            text={v.toFixed(2)}
            onChange={(value) => set({ v: value })}
          />
        )}
        {source === "study" && (
          <p class="note">
            {structure === undefined
              ? "Nothing is open in the Observers view: a ball without noise is shown."
              : "The axial slice under the crosshair of the Observers view."}
          </p>
        )}
        <Whole title="Seed" value={seed} onChange={(value) => set({ seed: value })} />
      </section>
      <section class="card" aria-labelledby="descent">
        <h2 id="descent">Descent</h2>
        <Slider
          title="Learning rate γ / N"
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
          <button type="button" onClick={() => set({ rate: PAPER_RATE, start: "random", iterations: 200 })}>
            As in the paper
          </button>
        </div>
        <p class="note">
          Computed by {run.value?.kernel === "wasm-simd" ? "WebAssembly SIMD" : "plain JavaScript"}, float32.
        </p>
      </section>
    </div>
  );
}
