import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { descentFailure, followDescent, run } from "../../state/descent.ts";
import { Controls } from "./Controls.tsx";
import { Curves } from "./Curves.tsx";
import { Frames } from "./Frames.tsx";
import { Player } from "./Player.tsx";

/** Gradient descent on soft-Dice, iterate by iterate. */
export function Descent(): JSX.Element {
  useEffect(() => followDescent(), []);
  const failure = descentFailure.value;
  return (
    <>
      {failure !== undefined && (
        <div class="failure" role="alert">
          {failure.message}
        </div>
      )}
      <div class="descent">
        <Controls />
        {run.value === undefined ? (
          <p role="status">Computing …</p>
        ) : (
          <div class="stack">
            <section class="card" aria-label="Iterates">
              <Frames />
              <Player />
            </section>
            <Curves />
          </div>
        )}
      </div>
    </>
  );
}
