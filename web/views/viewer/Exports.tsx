import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { methodTitle } from "../../planes/styles.ts";
import { analysis, exportFile, reportData, threshold } from "../../state/study.ts";
import type { ExportRequest } from "../../work/study/export.ts";
import { methodsCsv } from "../../exports/csv.ts";
import { reportHtml, summaryJson } from "../../exports/report.ts";
import type { ReportData } from "../../work/study/reportData.ts";
import { save } from "../../exports/save.ts";

/** Saves every result of the structure that is shown. */
export function Exports(): JSX.Element | null {
  const found = analysis.value;
  const chosen = threshold.value;
  const wanted = useSignal("diceOptimal");
  const isBusy = useSignal(false);
  if (found === undefined || chosen === undefined) return null;
  const ask = async (request: ExportRequest): Promise<void> => {
    isBusy.value = true;
    const file = await exportFile(request);
    if (file !== undefined) save(file.name, file.bytes);
    isBusy.value = false;
  };
  const askReport = async (name: string, make: (data: ReportData) => string): Promise<void> => {
    isBusy.value = true;
    const data = await reportData();
    if (data !== undefined) save(name, make(data));
    isBusy.value = false;
  };
  const volumeRequest = (): ExportRequest => {
    const what = wanted.value;
    if (what === "marginal" || what === "staple-probability") return { kind: what };
    if (what === "threshold") return { kind: "threshold", threshold: chosen.step.from };
    return { kind: "method", method: what as never };
  };
  return (
    <section aria-labelledby="exports">
      <h2 id="exports">Save</h2>
      <div class="row">
        <label class="row">
          <span class="visually-hidden">Volume to save</span>
          <select value={wanted.value} onChange={(event) => (wanted.value = event.currentTarget.value)}>
            {found.methods.map(({ name }) => (
              <option key={name} value={name}>
                {methodTitle(name)}
              </option>
            ))}
            <option value="threshold">Segmentation of the slider</option>
            <option value="marginal">Marginal</option>
            {found.stapleProbability !== undefined && (
              <option value="staple-probability">STAPLE's probability</option>
            )}
          </select>
        </label>
        <button type="button" disabled={isBusy.value} onClick={() => void ask(volumeRequest())}>
          NIfTI
        </button>
      </div>
      <div class="row">
        <button type="button" disabled={isBusy.value} onClick={() => void ask({ kind: "rtstruct" })}>
          RTSTRUCT
        </button>
        <button type="button" onClick={() => save("methods.csv", methodsCsv(found))}>
          CSV
        </button>
        <button
          type="button"
          disabled={isBusy.value}
          onClick={() => void askReport("summary.json", summaryJson)}
        >
          JSON
        </button>
        <button
          type="button"
          disabled={isBusy.value}
          onClick={() => void askReport("report.html", (data) => reportHtml(found.structure, data))}
        >
          Report
        </button>
      </div>
    </section>
  );
}
