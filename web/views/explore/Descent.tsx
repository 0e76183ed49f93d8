import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { descentFailure, followDescent, run } from "../../state/descent.ts";
import { Failure } from "../common/Failure.tsx";
import { Curves } from "./Curves.tsx";
import { Frames } from "./Frames.tsx";
import { Player } from "./Player.tsx";

/** Gradient descent on a loss, iterate by iterate. */
export function Descent(): JSX.Element {
  useEffect(() => followDescent(), []);
  return (
    <div class="stack">
      {descentFailure.value !== undefined && <Failure error={descentFailure.value} />}
      {run.value === undefined ? (
        <p role="status">Computing …</p>
      ) : (
        <>
          <section class="card" aria-label="Iterates">
            <Frames />
            <Player />
          </section>
          <Curves />
        </>
      )}
    </div>
  );
}
