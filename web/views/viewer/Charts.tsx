import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { drawAgreementMatrix } from "../../../src/report/matrix.ts";
import type { Drawing } from "../../../src/report/drawing.ts";
import { fixed } from "../../../src/report/numbers.ts";
import { drawThresholdCurve } from "../../../src/report/thresholdCurve.ts";
import { drawVolumeChart } from "../../../src/report/volumeChart.ts";
import { voxelCount, voxelVolumeMl } from "../../../src/image/grid.ts";
import { methodTitle } from "../../planes/styles.ts";
import { analysis, steps, threshold } from "../../state/study.ts";
import type { Analysis } from "../../work/study/analysis.ts";
import { Chart, drawingDocument } from "../common/Chart.tsx";
import { curvePoints } from "./curve.ts";

const curve = computed((): Drawing | undefined => {
  const found = analysis.value;
  const chosen = threshold.value;
  if (found === undefined || chosen === undefined) return undefined;
  const { threshold: t, supDice } = found.optimum;
  const half = [...steps.value].findLast(({ from }) => from < 0.5);
  return drawThresholdCurve(
    {
      points: curvePoints(steps.value),
      marks: [
        { name: "t", a: t, dice: supDice },
        { name: "1/2", a: 0.5, dice: half?.dice ?? 0 },
        { name: "slider", a: chosen.a, dice: chosen.step.dice },
      ],
    },
    drawingDocument,
  );
});

const volumes = computed(
  () => analysis.value && drawVolumeChart(volumeBars(analysis.value), drawingDocument),
);

const agreement = computed(() => {
  const found = analysis.value;
  if (found?.agreement === undefined || found.observers.length < 2) return undefined;
  return drawAgreementMatrix({
    names: found.observers.map(({ name }) => name),
    values: found.agreement.pairwiseDice,
    title: "pairwise Dice",
  });
});

/** Volumes of observers and methods. */
function volumeBars(found: Analysis): Parameters<typeof drawVolumeChart>[0] {
  const voxelMl = voxelVolumeMl(found.grid);
  const all = voxelCount(found.grid) * voxelMl;
  const { l1, minVoxels, maxVoxels } = found.optimum;
  return {
    bars: [
      ...found.observers.map(({ name, voxels }) => ({ name, group: 0, volumeMl: voxels * voxelMl })),
      ...found.methods.map(({ name, volumeMl }) => ({
        name: methodTitle(name),
        group: 1,
        volumeMl,
        ...(name === "diceOptimal" && maxVoxels > minVoxels
          ? { rangeMl: [minVoxels * voxelMl, maxVoxels * voxelMl] as const }
          : {}),
      })),
    ],
    groups: ["observers", "methods"],
    marginalMl: l1 * all,
    boundsMl: [l1 ** 2 * all, all],
  };
}

/** The charts of the report. */
export function Charts(): JSX.Element | null {
  const found = analysis.value;
  if (found === undefined) return null;
  return (
    <section class="card charts-card" aria-labelledby="charts">
      <h2 id="charts">Charts</h2>
      <details open>
        <summary>Dice against the threshold</summary>
        {curve.value !== undefined && (
          <Chart
            drawing={curve.value}
            alternative={`Dice of the thresholds of the marginal; it is highest, ${found.optimum.supDice.toFixed(3)}, at t = ${found.optimum.threshold.toFixed(3)}`}
          />
        )}
      </details>
      <details open>
        <summary>Volumes</summary>
        {volumes.value !== undefined && (
          <Chart
            drawing={volumes.value}
            alternative="Volumes of observers and methods; the table has the methods' figures"
          />
        )}
      </details>
      {agreement.value !== undefined && found.agreement !== undefined && (
        <details>
          <summary>Agreement of the observers</summary>
          <p class="note">
            Mean pairwise Dice {fixed(found.agreement.meanPairwiseDice, 4)}, Fleiss' κ{" "}
            {fixed(found.agreement.fleissKappa, 4)}, generalised conformity index{" "}
            {fixed(found.agreement.generalizedConformityIndex, 4)}
          </p>
          <Chart drawing={agreement.value} alternative="Dice of each pair of observers" />
        </details>
      )}
    </section>
  );
}
