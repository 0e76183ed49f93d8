import type { JSX } from "preact";
import { fixed } from "../../../src/report/numbers.ts";
import { METHOD_LINES, methodTitle } from "../../planes/styles.ts";
import { lines, toggleLine } from "../../state/lines.ts";
import { analysis } from "../../state/study.ts";
import { Sample } from "../common/Sample.tsx";

/** The methods side by side. */
export function Methods(): JSX.Element | null {
  const found = analysis.value;
  if (found === undefined) return null;
  const isMap = found.kind === "map";
  return (
    <section class="card" aria-labelledby="methods">
      <h2 id="methods">{isMap ? "Segmentations of the map" : "Methods"}</h2>
      <div class="wide" tabIndex={0} role="region" aria-label="Table of methods">
        <table data-table="methods">
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col" class="text">
                Method
              </th>
              <th scope="col">mL</th>
              <th scope="col">Bias</th>
              <th scope="col">Dice m</th>
              {!isMap && <th scope="col">raters</th>}
            </tr>
          </thead>
          <tbody>
            {found.methods.map(({ name, volumeMl, volumeBias, marginalDice, meanRaterDice }) => (
              <tr key={name}>
                <td>
                  <label class="row">
                    <input
                      type="checkbox"
                      aria-label={`Outline of ${methodTitle(name)}`}
                      checked={lines.value.has(name)}
                      onChange={() => toggleLine(name)}
                    />
                    <Sample style={METHOD_LINES[name]} />
                  </label>
                </td>
                <th scope="row" class="text">
                  {methodTitle(name)}
                </th>
                <td data-value={volumeMl}>{fixed(volumeMl, 3)}</td>
                <td>{fixed(volumeBias, 3)}</td>
                <td>{fixed(marginalDice, 4)}</td>
                {!isMap && <td>{fixed(meanRaterDice, 4)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="note">
        Bias: volume over the marginal's. Dice m: with the marginal
        {isMap ? "." : "; raters: the mean of those with each observer."}
      </p>
    </section>
  );
}
