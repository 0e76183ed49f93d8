import type { JSX } from "preact";
import { fixed, percent } from "../../../src/report/numbers.ts";
import { run, thresholdDice } from "../../state/descent.ts";
import { address } from "../../state/store.ts";
import type { DescentRun } from "../../work/descent/descend.ts";
import { Picture } from "../common/Picture.tsx";

/** Index of the iterate that is shown. */
export function shownIndex({ iterates }: DescentRun): number {
  return Math.min(address.value.explore.l, iterates.length) - 1;
}

/** The marginal, an iterate, its threshold, the minimiser and the difference. */
export function Frames(): JSX.Element | null {
  const found = run.value;
  if (found === undefined) return null;
  const index = shownIndex(found);
  const { a } = address.value.explore;
  const { l, l1, e0 } = found.iterates[index];
  const n = found.marginal.length;
  const soft = found.soft.subarray(index * n, (index + 1) * n);
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
        title={found.minimum.loss === "dice" ? "optimum" : "minimiser"}
        text={minimiserText(found)}
        valueAt={(i) => found.minimiser[i]}
        changes={[found]}
      />
      <Frame
        run={found}
        title="difference"
        text={`|σ(f) − ${found.minimum.loss === "dice" ? "optimum" : "minimiser"}|, mean e₀ = ${fixed(e0, 4)}`}
        valueAt={(i) => Math.abs(soft[i] - found.goal[i])}
        changes={[found, index]}
      />
    </div>
  );
}

/** Where the descent goes, with its volume. */
function minimiserText({ minimum, marginal, isSoft }: DescentRun): string {
  const { loss, threshold, minVoxels, maxVoxels } = minimum;
  const n = marginal.length;
  const isOne = minVoxels === maxVoxels;
  const volume = isOne ? percent(minVoxels / n) : `${percent(minVoxels / n)} … ${percent(maxVoxels / n)}`;
  const ties = isOne ? "" : " (ties in green)";
  if (loss === "dice") return `Optimum {m ≥ t}, t = ${fixed(threshold, 4)}, volume ${volume}${ties}`;
  if (Number.isNaN(threshold)) return `Minimiser of ${loss}, no threshold of m, volume at 1/2 ${volume}`;
  return isSoft
    ? `Minimiser of ${loss}, soft; cut at 1/2 it is {m > ${fixed(threshold, 4)}}, volume ${volume}`
    : `Minimiser of ${loss}, {m > ${fixed(threshold, 4)}}, volume ${volume}${ties}`;
}

/** A picture with its caption. */
function Frame(props: {
  readonly run: DescentRun;
  readonly title: string;
  readonly text: string;
  readonly valueAt: (i: number) => number;
  readonly changes: readonly unknown[];
}): JSX.Element {
  const { run: shown, title, text, valueAt, changes } = props;
  return (
    <figure>
      <Picture width={shown.width} height={shown.height} title={title} valueAt={valueAt} changes={changes} />
      <figcaption>{text}</figcaption>
    </figure>
  );
}
