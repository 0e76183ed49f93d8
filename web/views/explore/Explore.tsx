import type { JSX } from "preact";
import { change, parameter } from "../../state/store.ts";
import { Descent } from "./Descent.tsx";
import { DescentControls } from "./DescentControls.tsx";
import { Losses } from "./Losses.tsx";
import { MarginalControls } from "./MarginalControls.tsx";

const show = parameter("explore", "show");

/** Where losses end on a marginal, and how a descent gets there. */
export function Explore(): JSX.Element {
  return (
    <div class="descent">
      <div class="stack">
        <div class="row" role="group" aria-label="What is explored">
          <button
            type="button"
            aria-pressed={show.value === "losses"}
            onClick={() => change("explore", { show: "losses" })}
          >
            Where losses end
          </button>
          <button
            type="button"
            aria-pressed={show.value === "descent"}
            onClick={() => change("explore", { show: "descent" })}
          >
            How a descent gets there
          </button>
        </div>
        <MarginalControls />
        {show.value === "descent" && <DescentControls />}
      </div>
      {show.value === "losses" ? <Losses /> : <Descent />}
    </div>
  );
}
