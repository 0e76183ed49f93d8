import type { JSX } from "preact";
import { address, change } from "../../state/store.ts";
import { formatAddress } from "../../state/address.ts";
import { open } from "../../state/study.ts";
import { Status } from "../shell/Status.tsx";

/** What is seen while no observers are open. */
export function Unopened(): JSX.Element {
  const example = (): void => {
    change("model", { of: "o0", row: 0 });
    void open({ example: "pelvis" });
  };
  return (
    <div class="welcome">
      <div class="stack">
        <h2>A model among the observers</h2>
        <p>
          Open the delineations of several observers{" "}
          <a href={formatAddress({ ...address.value, view: "overview" })}>first</a>; then drop a model's
          prediction here. You get the ceiling that the observers' disagreement sets, the model's share of it,
          its place among them, and for a probability map its thresholds and calibration.
        </p>
        <Status />
        <div class="row">
          <button type="button" onClick={example}>
            Try it: the pelvis phantom, its first observer as the model
          </button>
        </div>
      </div>
    </div>
  );
}
