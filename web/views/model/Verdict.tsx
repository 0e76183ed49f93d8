import type { JSX } from "preact";
import { ceilingSentence, verdict } from "../../../src/report/evaluation/words.ts";
import { counted } from "../../../src/report/numbers.ts";
import type { ModelReport } from "../../work/model/evaluateModel.ts";

/** What the comparison says, in words, and what could not be compared. */
export function Verdict({ report }: { report: ModelReport }): JSX.Element {
  const { structures, all, failures } = report;
  return (
    <section class="card answer" aria-labelledby="model-answer">
      <h2 id="model-answer">
        {structures.length === 0
          ? "Nothing could be compared"
          : structures.length === 1
            ? `${report.name} among the observers`
            : `${report.name} among the observers, over ${counted(structures.length, "structure")}`}
      </h2>
      {all !== undefined && (
        <p data-figure="sentence">
          {verdict(all)} {ceilingSentence(all)}
        </p>
      )}
      {failures.length > 0 && (
        <ul class="warnings" role="alert">
          {failures.map(({ structure, reason }) => (
            <li key={structure + reason} class="alert">
              ⚠ {reason}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
