import type { JSX } from "preact";
import { fixed, percent, signed } from "../../../src/report/numbers.ts";
import { change, parameter } from "../../state/store.ts";
import type { EvaluatedStructure, ModelReport } from "../../work/model/evaluateModel.ts";
import { axisStart, PlaceAxis, PlaceStrip } from "./PlaceStrip.tsx";

const row = parameter("model", "row");

/** The model structure by structure: share of the ceiling, place among the observers, surfaces. */
export function ModelTable({ report }: { report: ModelReport }): JSX.Element | null {
  const { structures } = report;
  if (structures.length === 0) return null;
  const from = axisStart(structures.map(({ row: one }) => one.evaluation));
  const hasMaps = structures.some(({ row: one }) => one.evaluation.map !== null);
  return (
    <section class="card" aria-labelledby="model-structures">
      <h2 id="model-structures">By structure</h2>
      <div class="wide" tabIndex={0} role="region" aria-label="Table of structures">
        <table data-table="model">
          <thead>
            <tr>
              <th scope="col" class="text">
                Structure
              </th>
              <th scope="col">
                Mean Dice: <PlaceAxis from={from} />
              </th>
              <th scope="col">Model</th>
              <th scope="col">Ceiling</th>
              <th scope="col">Share</th>
              <th scope="col">Against theirs</th>
              <th scope="col">Place</th>
              <th scope="col">HD95 mm</th>
              <th scope="col">Surface Dice</th>
              <th scope="col">Volume ratio</th>
              {hasMaps && <th scope="col">Calibration error</th>}
            </tr>
          </thead>
          <tbody>
            {structures.map((one, n) => (
              <Row
                key={one.index}
                one={one}
                n={n}
                from={from}
                hasMaps={hasMaps}
                isChosen={n === Math.min(row.value, structures.length - 1)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p class="note">
        ◆ the model's mean Dice with the observers, ○ each observer's with the others, ▏the ceiling: the
        largest that any segmentation has. Share: the model's of the ceiling. Against theirs: its mean Dice
        less that of the observers with each other. Place: 1 agrees best with the others.
      </p>
    </section>
  );
}

function Row(props: {
  readonly one: EvaluatedStructure;
  readonly n: number;
  readonly from: number;
  readonly hasMaps: boolean;
  readonly isChosen: boolean;
}): JSX.Element {
  const { one, n, from, hasMaps, isChosen } = props;
  const { evaluation } = one.row;
  const { meanRaterDice, ceiling, share, difference, place, observers, map, warnings } = evaluation;
  return (
    <tr class={isChosen ? "chosen" : undefined} data-structure={n}>
      <th scope="row" class="text">
        <button
          type="button"
          class="plain"
          aria-pressed={isChosen}
          onClick={() => change("model", { row: n })}
        >
          {one.structure || "structure"}
        </button>
        {warnings.length > 0 && (
          <span class="alert" title={warnings.join("\n")}>
            {" "}
            ⚠ {warnings.length}
          </span>
        )}
      </th>
      <td>
        <PlaceStrip evaluation={evaluation} from={from} />
      </td>
      <Figure name="meanRaterDice" value={meanRaterDice} />
      <Figure name="ceiling" value={ceiling.meanRaterDice} />
      <Figure name="share" value={share.meanRaterDice} text={percent(share.meanRaterDice)} />
      <Figure name="difference" value={difference} text={signed(difference, 3)} />
      <Figure
        name="place"
        value={place}
        text={Number.isNaN(place) ? "–" : `${place} of ${observers.length + 1}`}
      />
      <Figure
        name="hausdorff95Mm"
        value={evaluation.hausdorff95Mm}
        text={fixed(evaluation.hausdorff95Mm, 2)}
      />
      <Figure name="surfaceDice" value={evaluation.surfaceDice} />
      <Figure name="volumeRatio" value={evaluation.volumeRatio} />
      {hasMaps && (
        <Figure
          name="eceForeground"
          value={map?.eceForeground ?? Number.NaN}
          text={map === null ? "–" : percent(map.eceForeground)}
        />
      )}
    </tr>
  );
}

function Figure(props: {
  readonly name: string;
  readonly value: number;
  readonly text?: string;
}): JSX.Element {
  const { name, value, text = fixed(value, 3) } = props;
  return (
    <td data-figure={name} data-value={value}>
      {text}
    </td>
  );
}
