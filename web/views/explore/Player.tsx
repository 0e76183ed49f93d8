import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { fixed, percent } from "../../../src/report/numbers.ts";
import { run, thresholdDice } from "../../state/descent.ts";
import { address, change } from "../../state/store.ts";
import { Slider } from "../common/Field.tsx";
import { shownIndex } from "./Frames.tsx";

/** Milliseconds an iterate is shown: slow at the start, where much happens. */
function pauseAfter(l: number): number {
  return l < 30 ? 120 : 16;
}

/** Play, pause, step and scrub through the iterates, with the figures of the one that is shown. */
export function Player(): JSX.Element | null {
  const found = run.value;
  const isPlaying = useSignal(false);
  const length = found?.iterates.length ?? 1;
  useEffect(() => {
    if (!isPlaying.value) return undefined;
    let last = performance.now();
    let request = requestAnimationFrame(function next(now: number) {
      const { l } = address.value.explore;
      if (l >= length) {
        isPlaying.value = false;
        return;
      }
      if (now - last >= pauseAfter(l) - 4) {
        last = now;
        change("explore", { l: l + 1 });
      }
      request = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(request);
  }, [isPlaying.value, length, isPlaying]);
  if (found === undefined) return null;
  const index = shownIndex(found);
  const { l, loss, l1, e0, e1 } = found.iterates[index];
  const { minimum } = found;
  const isDice = minimum.loss === "dice";
  const { a } = address.value.explore;
  const go = (to: number): void => {
    isPlaying.value = false;
    change("explore", { l: Math.max(1, Math.min(length, to)) });
  };
  return (
    <>
      <div class="player">
        <div class="row" role="group" aria-label="Player">
          <button type="button" onClick={() => go(1)}>
            Start
          </button>
          <button type="button" onClick={() => go(l - 1)}>
            Back
          </button>
          <button
            type="button"
            class="primary"
            onClick={() => {
              if (!isPlaying.value && l >= length) change("explore", { l: 1 });
              isPlaying.value = !isPlaying.value;
            }}
          >
            {isPlaying.value ? "Pause" : "Play"}
          </button>
          <button type="button" onClick={() => go(l + 1)}>
            Next
          </button>
          <button type="button" onClick={() => go(length)}>
            End
          </button>
        </div>
        <input
          type="range"
          aria-label="Iteration l"
          min={1}
          max={length}
          value={l}
          onInput={(event) => go(event.currentTarget.valueAsNumber)}
        />
        <output aria-live="off">
          l = {l} of {length}
        </output>
      </div>
      <Slider
        title="Threshold a on σ(f)"
        value={a}
        least={0.01}
        most={0.99}
        step={0.01}
        text={a.toFixed(2)}
        onChange={(value) => change("explore", { a: value })}
      />
      <dl class="figures descent-figures">
        <div>
          <dt>e₀, distance from the {isDice ? "optimum" : "minimiser"}</dt>
          <dd data-figure="e0">{e0.toFixed(6)}</dd>
        </div>
        <div>
          <dt>e₁, wrong side of 1/2</dt>
          <dd data-figure="e1">{e1.toFixed(6)}</dd>
        </div>
        <div>
          <dt>Volume of σ(f)</dt>
          <dd>{percent(l1)}</dd>
        </div>
        {isDice ? (
          <div>
            <dt>1 − soft-Dice loss</dt>
            <dd>{fixed(1 - loss, 5)}</dd>
          </div>
        ) : (
          <>
            <div>
              <dt>Loss, {minimum.loss}</dt>
              <dd data-figure="loss">{fixed(loss, 5)}</dd>
            </div>
            <div>
              <dt>Its infimum</dt>
              <dd data-figure="infimum">{fixed(minimum.value, 5)}</dd>
            </div>
          </>
        )}
        <div>
          <dt>Dice of σ(f) &gt; {a}</dt>
          <dd>{fixed(thresholdDice.value[index] ?? 0, 5)}</dd>
        </div>
        <div>
          <dt>sup Dice = 2t</dt>
          <dd>{fixed(found.optimum.supDice, 5)}</dd>
        </div>
      </dl>
    </>
  );
}
