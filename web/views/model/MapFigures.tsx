import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { drawDiceByThreshold } from "../../../src/report/evaluation/diceByThreshold.ts";
import { drawReliability } from "../../../src/report/evaluation/reliabilityDiagram.ts";
import { fixed, percent } from "../../../src/report/numbers.ts";
import type { EvaluatedStructure } from "../../work/model/evaluateModel.ts";
import { Chart, drawingDocument } from "../common/Chart.tsx";

/** Thresholds and calibration of a probability map; nothing for a mask. */
export function MapFigures({ one }: { one: EvaluatedStructure }): JSX.Element | null {
  const { record, evaluation } = one.row;
  const { map } = evaluation;
  const drawings = useMemo(() => {
    if (record === null || map === null) return undefined;
    const marks = [
      { name: "own", threshold: map.ownThreshold, dice: map.ownDice },
      { name: "best", threshold: map.bestThreshold, dice: map.bestDice },
      { name: "1/2", threshold: 0.5, dice: map.halfDice },
    ];
    return {
      curve: drawDiceByThreshold({ curves: [record.curve], marks }, drawingDocument),
      reliability: drawReliability(map.reliability, drawingDocument),
    };
  }, [record, map]);
  if (map === null || drawings === undefined) return null;
  const cuts = [
    ["own", "Its own Dice-optimal threshold, which needs nobody", map.ownThreshold, map.ownDice],
    ["best", "The best threshold, which only the observers tell", map.bestThreshold, map.bestDice],
    ["half", "1/2, ties inside", 0.5, map.halfDice],
  ] as const;
  return (
    <div class="map-figures">
      <section class="card" aria-labelledby="model-thresholds">
        <h2 id="model-thresholds">Where its probabilities are cut</h2>
        <div class="beside">
          <div class="stack">
            <table data-table="model-cuts">
              <thead>
                <tr>
                  <th scope="col" class="text">
                    Threshold
                  </th>
                  <th scope="col">at</th>
                  <th scope="col">Mean Dice</th>
                </tr>
              </thead>
              <tbody>
                {cuts.map(([name, title, threshold, dice]) => (
                  <tr key={name} data-cut={name}>
                    <th scope="row" class="text">
                      {title}
                    </th>
                    <td data-value={threshold}>{fixed(threshold, 3)}</td>
                    <td data-value={dice}>{fixed(dice, 4)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p class="note">
              The map itself expects a Dice of {fixed(map.expectedDice, 3)} at its own threshold. Its volume Σ
              p is {fixed(map.volumeMl, 3)} mL, {fixed(map.crps, 3)} mL from the observers' volumes (CRPS).
            </p>
          </div>
          <div class="drawn" tabIndex={0} role="region" aria-label="Dice by threshold">
            <Chart
              drawing={drawings.curve}
              alternative={`Mean Dice with the observers by threshold: ${fixed(map.halfDice, 3)} at 1/2, largest, ${fixed(map.bestDice, 3)}, at ${fixed(map.bestThreshold, 3)}`}
            />
          </div>
        </div>
      </section>
      <section class="card" aria-labelledby="model-calibration">
        <h2 id="model-calibration">Whether its probabilities are true</h2>
        <div class="beside">
          <div class="stack">
            <p>
              Calibration error <strong data-figure="eceForeground">{percent(map.eceForeground)}</strong> of
              the predicted foreground, <span data-figure="ece">{fixed(map.ece, 4)}</span> over the whole
              image.
            </p>
            <p class="note">
              The fraction of observers who marked the voxels of a predicted probability. Below the diagonal
              the map promises too much.
            </p>
          </div>
          <div class="drawn" tabIndex={0} role="region" aria-label="Reliability">
            <Chart
              drawing={drawings.reliability}
              alternative={`Observed against predicted probabilities; calibration error ${percent(map.eceForeground)} of the predicted foreground`}
            />
          </div>
        </div>
      </section>
    </div>
  );
}
