import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { inlineSvg } from "../../../src/report/drawing.ts";
import { run, thresholdDice } from "../../state/descent.ts";
import { parameter } from "../../state/store.ts";
import { drawingDocument } from "../common/Chart.tsx";
import { CHART, drawDice, drawErrors } from "./curveDrawings.ts";
import { shownIndex } from "./Frames.tsx";

const a = parameter("explore", "a");

const errors = computed(() => run.value && drawErrors(run.value, drawingDocument));
const dice = computed(() => run.value && drawDice(run.value, thresholdDice.value, a.value, drawingDocument));

/** The figures of all iterates, with a line at the one that is shown. */
export function Curves(): JSX.Element | null {
  const found = run.value;
  if (found === undefined || errors.value === undefined || dice.value === undefined) return null;
  const index = shownIndex(found);
  const share = found.iterates.length > 1 ? index / (found.iterates.length - 1) : 0;
  return (
    <div class="charts">
      <section class="card" aria-labelledby="errors">
        <h2 id="errors">Errors against the optimum</h2>
        <Curve
          drawing={errors.value}
          share={share}
          alternative="e0 and e1 against the iteration, on a logarithmic scale"
        />
        <p class="note">
          e₀: mean of |σ(f) − s|. e₁: share of pixels on the wrong side of 1/2. s = {"{m ≥ t}"}.
        </p>
      </section>
      <section class="card" aria-labelledby="dice">
        <h2 id="dice">Dice, soft-Dice and volume</h2>
        <Curve
          drawing={dice.value}
          share={share}
          alternative={`Dice of the threshold ${a.value}, soft Dice and volume against the iteration; dotted, the supremum of Dice ${found.optimum.supDice.toFixed(3)}`}
        />
        <p class="note">
          Theorem 3: as soft-Dice tends to its infimum, Dice of the a-threshold tends to its supremum, for
          every a in (0, 1).
        </p>
      </section>
    </div>
  );
}

function Curve(props: {
  readonly drawing: ReturnType<typeof drawErrors>;
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
