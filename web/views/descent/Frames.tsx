import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { colourMap } from "../../../src/report/colour.ts";
import { fixed, percent } from "../../../src/report/numbers.ts";
import { run, thresholdDice } from "../../state/descent.ts";
import { address } from "../../state/store.ts";
import type { DescentRun } from "../../work/descent/descent.worker.ts";

/** Index of the iterate that is shown. */
export function shownIndex({ iterates }: DescentRun): number {
  return Math.min(address.value.descent.l, iterates.length) - 1;
}

/** The marginal, an iterate, its threshold, the optimum and the difference. */
export function Frames(): JSX.Element | null {
  const found = run.value;
  if (found === undefined) return null;
  const index = shownIndex(found);
  const { a } = address.value.descent;
  const { l, l1 } = found.iterates[index];
  const n = found.marginal.length;
  const soft = found.soft.subarray(index * n, (index + 1) * n);
  const t = found.optimum.threshold;
  const { minVoxels, maxVoxels } = found.optimum;
  const volume =
    minVoxels === maxVoxels
      ? percent(minVoxels / n)
      : `${percent(minVoxels / n)} … ${percent(maxVoxels / n)}`;
  return (
    <div class="frames">
      <Frame
        run={found}
        title="m"
        text={`Marginal m, volume ${percent(found.optimum.l1)}`}
        valueAt={(i) => found.marginal[i]}
        changes={[found]}
      />
      <Frame
        run={found}
        title={`σ(f_${l})`}
        text={`Soft segmentation σ(f) at l = ${l}, volume ${percent(l1)}`}
        valueAt={(i) => soft[i]}
        changes={[found, index]}
      />
      <Frame
        run={found}
        title="thresholded"
        text={`σ(f) > ${a}, Dice ${fixed(thresholdDice.value[index] ?? 0, 4)}`}
        valueAt={(i) => Number(soft[i] > a)}
        changes={[found, index, a]}
      />
      <Frame
        run={found}
        title="optimum"
        text={`Optimum {m ≥ t}, t = ${fixed(t, 4)}, volume ${volume}${minVoxels === maxVoxels ? "" : " (ties in green)"}`}
        valueAt={(i) => found.optimal[i]}
        changes={[found]}
      />
      <Frame
        run={found}
        title="difference"
        text={`|σ(f) − optimum|, mean e₀ = ${fixed(found.iterates[index].e0, 4)}`}
        valueAt={(i) => Math.abs(soft[i] - Number(found.marginal[i] >= t))}
        changes={[found, index]}
      />
    </div>
  );
}

const VIRIDIS = colourMap("viridis");

/** A picture of values in [0, 1], one pixel a value. */
function Frame(props: {
  readonly run: DescentRun;
  readonly title: string;
  readonly text: string;
  readonly valueAt: (i: number) => number;
  /** Drawn anew when one of these changes. */
  readonly changes: readonly unknown[];
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { run: descent, title, text, valueAt, changes } = props;
  useEffect(() => {
    const context = canvas.current!.getContext("2d")!;
    const pixels = new ImageData(descent.width, descent.height);
    for (let i = 0; i < descent.marginal.length; i++) {
      const from = 3 * Math.max(0, Math.min(255, Math.floor(256 * valueAt(i))));
      pixels.data[4 * i] = VIRIDIS[from];
      pixels.data[4 * i + 1] = VIRIDIS[from + 1];
      pixels.data[4 * i + 2] = VIRIDIS[from + 2];
      pixels.data[4 * i + 3] = 255;
    }
    context.putImageData(pixels, 0, 0);
  }, changes);
  return (
    <figure>
      <canvas ref={canvas} width={descent.width} height={descent.height} role="img" aria-label={title} />
      <figcaption>{text}</figcaption>
    </figure>
  );
}
