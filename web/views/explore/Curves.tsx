import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { inlineSvg } from "../../../src/report/drawing.ts";
import { run, thresholdDice } from "../../state/descent.ts";
import { parameter } from "../../state/store.ts";
import { drawingDocument } from "../common/Chart.tsx";
import { CHART, type CurveDrawing, drawDice, drawErrors, drawExcess } from "./curveDrawings.ts";
import { shownIndex } from "./Frames.tsx";

const a = parameter("explore", "a");

const errors = computed(() => run.value && drawErrors(run.value, drawingDocument));
const dice = computed(() => run.value && drawDice(run.value, thresholdDice.value, a.value, drawingDocument));
const excess = computed(() =>
  run.value === undefined || run.value.minimum.loss === "dice"
    ? undefined
    : drawExcess(run.value, drawingDocument),
);

/** The figures of all iterates, with a line at the one that is shown. */
export function Curves(): JSX.Element | null {
  const found = run.value;
  if (found === undefined || errors.value === undefined || dice.value === undefined) return null;
  const isDice = found.minimum.loss === "dice";
  const index = shownIndex(found);
  const share = found.iterates.length > 1 ? index / (found.iterates.length - 1) : 0;
  return (
    <div class="charts">
      <section class="card" aria-labelledby="errors">
        <h2 id="errors">Errors against the {isDice ? "optimum" : "minimiser"}</h2>
        <Curve
          drawing={errors.value}
          share={share}
          alternative="e0 and e1 against the iteration, on a logarithmic scale"
        />
        <p class="note">
          e₀: mean of |σ(f) − s|. e₁: share of pixels on the wrong side of 1/2.{" "}
          {isDice ? "s = {m ≥ t}." : `s is the minimiser of ${found.minimum.loss}.`}
        </p>
      </section>
      {excess.value !== undefined && (
        <section class="card" aria-labelledby="excess">
          <h2 id="excess">The loss against its infimum</h2>
          <Curve
            drawing={excess.value}
            share={share}
            alternative={`Loss less its infimum against the iteration; at the end ${found.iterates[found.iterates.length - 1].loss.toFixed(5)} of ${found.minimum.value.toFixed(5)}`}
          />
          <p class="note">
            The infimum is that of the theory, over all segmentations there are; steps adapt to the loss.
          </p>
        </section>
      )}
      <section class="card" aria-labelledby="dice">
        <h2 id="dice">{isDice ? "Dice, soft-Dice and volume" : "Dice and volume"}</h2>
        <Curve
          drawing={dice.value}
          share={share}
          alternative={`Dice of the threshold ${a.value}${isDice ? ", soft Dice" : ""} and volume against the iteration; dotted, the supremum of Dice ${found.optimum.supDice.toFixed(3)}`}
        />
        <p class="note">
          {isDice
            ? "Theorem 3: as soft-Dice tends to its infimum, Dice of the a-threshold tends to its supremum, for every a in (0, 1)."
            : "Dotted: the largest Dice that any segmentation has. Losses whose minimiser is another stay below it."}
        </p>
      </section>
    </div>
  );
}

function Curve(props: {
  readonly drawing: CurveDrawing;
  readonly share: number;
  readonly alternative: string;
}): JSX.Element {
  const { drawing, share, alternative } = props;
  const html = useMemo(() => inlineSvg(drawing.all, alternative).text, [drawing, alternative]);
  const x = CHART.left + share * (CHART.width - CHART.left - CHART.right);
  return (
    <div class="chart">
      <div dangerouslySetInnerHTML={{ __html: html }} />
      <svg class="playhead" viewBox={`0 0 ${drawing.all.width} ${drawing.all.height}`} aria-hidden="true">
        <line x1={x} x2={x} y1={drawing.top} y2={drawing.top + CHART.height - CHART.below} />
      </svg>
    </div>
  );
}
