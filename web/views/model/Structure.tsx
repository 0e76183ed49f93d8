import type { JSX } from "preact";
import { fixed } from "../../../src/report/numbers.ts";
import { shownStructure } from "../../state/model.ts";
import { MapFigures } from "./MapFigures.tsx";
import { structureWords } from "./words.ts";

/** All figures of one structure: each observer, surfaces, and for a map its thresholds and calibration. */
export function Structure(): JSX.Element | null {
  const one = shownStructure.value;
  if (one === undefined) return null;
  const { evaluation } = one.row;
  const { observers, observersAmongThemselves, warnings, regions } = evaluation;
  return (
    <>
      <section class="card" aria-labelledby="model-structure">
        <h2 id="model-structure">{one.structure || "The structure"}</h2>
        <p data-figure="words">{structureWords(evaluation)}</p>
        {warnings.length > 0 && (
          <ul class="warnings">
            {warnings.map((text) => (
              <li key={text}>⚠ {text}</li>
            ))}
          </ul>
        )}
        <dl class="figures">
          <Entry name="volumeMl" title="Volume" text={`${fixed(evaluation.volumeMl, 3)} mL`} />
          <Entry
            name="volumeRatio"
            title="Over the observers' mean"
            text={fixed(evaluation.volumeRatio, 3)}
          />
          <Entry
            name="meanDistanceMm"
            title="Mean surface distance"
            text={`${fixed(evaluation.meanDistanceMm, 2)} mm`}
          />
          <Entry
            name="marginalDice"
            title="Dice with their marginal"
            text={fixed(evaluation.marginalDice, 4)}
          />
          <Entry name="consensusDice" title="Dice where all agree" text={fixed(regions.consensusDice, 4)} />
          <Entry name="dissensusDice" title="Dice where they differ" text={fixed(regions.dissensusDice, 4)} />
        </dl>
        <div class="wide" tabIndex={0} role="region" aria-label="Table of observers">
          <table data-table="model-observers">
            <thead>
              <tr>
                <th scope="col" class="text">
                  Observer
                </th>
                <th scope="col">Dice with the model</th>
                <th scope="col">Observer with the others</th>
                <th scope="col">Model with the same</th>
                <th scope="col">HD95 mm</th>
                <th scope="col">Mean mm</th>
                <th scope="col">Surface Dice</th>
                <th scope="col">mL</th>
                <th scope="col">Model's volume over it</th>
              </tr>
            </thead>
            <tbody>
              {observers.map((observer, k) => (
                <tr key={observer.name}>
                  <th scope="row" class="text">
                    {observer.name}
                  </th>
                  <td data-value={observer.dice}>{fixed(observer.dice, 4)}</td>
                  <td>{fixed(observersAmongThemselves.leaveOneOut[k], 4)}</td>
                  <td>{fixed(observersAmongThemselves.modelOnSame[k], 4)}</td>
                  <td>{fixed(observer.hausdorff95Mm, 2)}</td>
                  <td>{fixed(observer.meanDistanceMm, 2)}</td>
                  <td>{fixed(observer.surfaceDice, 4)}</td>
                  <td>{fixed(observer.volumeMl, 3)}</td>
                  <td>{fixed(observer.volumeRatio, 3)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p class="note">
          The observer and the model are each compared with the same others, those besides that observer.
        </p>
      </section>
      <MapFigures one={one} />
    </>
  );
}

function Entry(props: { readonly name: string; readonly title: string; readonly text: string }): JSX.Element {
  return (
    <div>
      <dt>{props.title}</dt>
      <dd data-figure={props.name}>{props.text}</dd>
    </div>
  );
}
