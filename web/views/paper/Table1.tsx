import type { JSX } from "preact";
import { PAPER_ITERATIONS } from "../../../src/core/descent.ts";
import type { Cell } from "../../../src/paper/table1/compare.ts";
import { FITTED } from "../../../src/paper/table1/fitted.ts";
import { table1Figures } from "../../../src/paper/table1/page.ts";
import { tableCsv } from "../../../src/paper/table1/table.ts";
import { verdict } from "../../../src/paper/table1/verdict.ts";
import { fixed, signed } from "../../../src/report/numbers.ts";
import { PAPER_RHOS } from "../../../src/synthetic/presets.ts";
import { save } from "../../exports/save.ts";
import { address, change } from "../../state/store.ts";
import { cancelTable, computeTable, progress, rows, tableFailure } from "../../state/table1.ts";
import { Chart, drawingDocument } from "../common/Chart.tsx";
import { Whole } from "../common/Field.tsx";

/** Experiment (S): Table 1 computed here, each figure beside the paper's. */
export function Table1(): JSX.Element {
  const { samples, seed, rho } = address.value.paper;
  const chosen = new Set(rho.split("_").map(Number));
  const running = progress.value;
  return (
    <section class="card" aria-labelledby="table1">
      <h2 id="table1">Table 1 (S): errors of the descent</h2>
      <p class="note">
        For each noise level ρ, many marginals; for each, 200 iterations from a random start. e₀ is the mean
        distance of the soft segmentation from the Dice-optimal one, e₁ the share of pixels on the wrong side
        of 1/2. The paper's 1000 samples a row take minutes; 20 are a first look.
      </p>
      <div class="row">
        <Whole
          title="Samples a row"
          value={samples}
          least={1}
          most={1000}
          onChange={(value) => change("paper", { samples: value })}
        />
        <Whole title="Seed" value={seed} onChange={(value) => change("paper", { seed: value })} />
        <fieldset class="row rhos">
          <legend class="note">Rows ρ</legend>
          {PAPER_RHOS.map((level) => (
            <label key={level} class="row">
              <input
                type="checkbox"
                checked={chosen.has(level)}
                onChange={() => {
                  if (!chosen.delete(level)) chosen.add(level);
                  const kept = PAPER_RHOS.filter((one) => chosen.has(one));
                  if (kept.length > 0) change("paper", { rho: kept.join("_") });
                }}
              />
              {level.toFixed(2)}
            </label>
          ))}
        </fieldset>
        {running === undefined ? (
          <button type="button" class="primary" onClick={() => void computeTable()}>
            Compute
          </button>
        ) : (
          <button type="button" onClick={cancelTable}>
            Cancel
          </button>
        )}
        {rows.value.length > 0 && running === undefined && (
          <button
            type="button"
            onClick={() =>
              save(
                "table.csv",
                tableCsv(
                  rows.value.map(({ row }) => row),
                  PAPER_ITERATIONS,
                ),
              )
            }
          >
            Save CSV
          </button>
        )}
      </div>
      {running !== undefined && (
        <div class="stack">
          <progress aria-label="Samples" value={running.done} max={running.total} />
          <span class="note" role="status">
            {running.done} of {running.total} samples on {navigator.hardwareConcurrency} cores
          </span>
        </div>
      )}
      {tableFailure.value !== undefined && (
        <p class="alert" role="alert">
          {tableFailure.value.message}
        </p>
      )}
      {rows.value.length > 0 && <Result isDone={running === undefined} />}
    </section>
  );
}

function Result({ isDone }: { isDone: boolean }): JSX.Element {
  return (
    <>
      {isDone && <p role="status">{verdict(rows.value)}</p>}
      <p class="note">{FITTED.table1}</p>
      <div class="wide" tabIndex={0} role="region" aria-label="Table 1">
        <table class="table1">
          <caption>
            From above: ours with its standard error; the paper's figure and, in brackets, the difference in
            standard errors.
          </caption>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                ρ
              </th>
              <th scope="col" rowSpan={2}>
                samples
              </th>
              {PAPER_ITERATIONS.map((l) => (
                <th key={l} scope="colgroup" colSpan={2}>
                  l = {l}
                </th>
              ))}
            </tr>
            <tr>
              {PAPER_ITERATIONS.flatMap((l) => [
                <th key={`${l} 0`} scope="col">
                  e₀
                </th>,
                <th key={`${l} 1`} scope="col">
                  e₁
                </th>,
              ])}
            </tr>
          </thead>
          <tbody>
            {rows.value.map(({ row, cells }) => (
              <tr key={row.row}>
                <th scope="row">{row.row}</th>
                <td>{row.samples}</td>
                {cells.map((cell) => (
                  <TableCell key={`${cell.l} ${cell.error}`} cell={cell} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isDone &&
        table1Figures(rows.value, drawingDocument).map(({ name, caption, alternative, drawing }) => (
          <figure key={name}>
            <Chart drawing={drawing} alternative={alternative} />
            <figcaption>{caption}</figcaption>
          </figure>
        ))}
    </>
  );
}

function TableCell({ cell }: { cell: Cell }): JSX.Element {
  const { ours, standardError, paper, deviation, agrees, l, error } = cell;
  const differs = agrees === false;
  return (
    <td class={differs ? "differs" : undefined} data-cell={`${error}_${l}`} data-value={ours}>
      {fixed(ours, 4)}
      <small>± {fixed(standardError, 4)}</small>
      {paper !== undefined && (
        <small>
          {fixed(paper, 3)}
          {deviation === undefined ? "" : ` (${signed(deviation, 1)})`}
        </small>
      )}
      {differs && <small>differs</small>}
    </td>
  );
}
