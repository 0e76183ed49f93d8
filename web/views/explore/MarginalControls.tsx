import type { JSX } from "preact";
import type { Address } from "../../state/address.ts";
import { marginalSettings } from "../../state/explored.ts";
import { change, parameter } from "../../state/store.ts";
import { analysis, open } from "../../state/study.ts";
import { Select, Slider, Whole } from "../common/Field.tsx";

const show = parameter("explore", "show");

/** Which marginal is explored. */
export function MarginalControls(): JSX.Element {
  const { source, rho, preset, seed, sample, v } = marginalSettings.value;
  const set = (patch: Partial<Address["explore"]>): void => change("explore", patch);
  const structure = analysis.value?.structure;
  return (
    <section class="card" aria-labelledby="marginal">
      <h2 id="marginal">Marginal m</h2>
      <Select
        title="Source"
        value={source}
        options={[
          ["synthetic", "experiment (S): deformed ball"],
          ["sharp", "sharp case of Theorem 2"],
          ["constant", "constant"],
          [
            "study",
            structure === undefined
              ? "the open structure"
              : `open: ${structure === "" ? "structure" : structure}`,
          ],
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
      {source === "study" &&
        (structure === undefined ? (
          <>
            <p class="note">
              Nothing is open: a ball without noise is shown. Open your files, or an example:
            </p>
            <div class="row">
              <button type="button" onClick={() => void open({ example: "blob" })}>
                Five observers
              </button>
              <button type="button" onClick={() => void open({ example: "map" })}>
                A probability map
              </button>
            </div>
          </>
        ) : (
          <p class="note">Pictures and descents are of the axial slice under the crosshair of the viewer.</p>
        ))}
      {(source === "synthetic" || show.value === "descent") && (
        <Whole title="Seed" value={seed} onChange={(value) => set({ seed: value })} />
      )}
    </section>
  );
}
