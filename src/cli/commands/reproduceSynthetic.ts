import { compareWithPaper } from "../../paper/table1/compare.ts";
import { FITTED } from "../../paper/table1/fitted.ts";
import { describeMethods, type Measurement, type Sample, samplesCsv } from "../../paper/table1/sample.ts";
import { tableCsv, tabulate } from "../../paper/table1/table.ts";
import type { Context, ExitCode } from "../context.ts";
import type { SyntheticParameters } from "../../paper/table1/synthetic.ts";
import { verdict } from "../../paper/table1/verdict.ts";
import { counted } from "../../report/numbers.ts";
import { paragraph } from "../../report/page.ts";
import { type Batch, type BatchOptions, runBatch, type Summary } from "../runs/batch.ts";
import type { RunDirectory } from "../runs/runDirectory.ts";
import { TABLE1_FILES, writeTable1Report } from "../table1Report.ts";
import { table1Json, table1Text } from "../table1Text.ts";

/** Experiment (S) as a batch: task k is sample k mod samples of row ⌊k / samples⌋. */
export const SYNTHETIC_BATCH: Batch<SyntheticParameters> = {
  command: "reproduce synthetic",
  job: "synthetic",
  unit: "samples",
  taskCount: ({ rho, samples }) => rho.length * samples,
  writes: () => TABLE1_FILES,
  describeTask: ({ rho, samples }, task) =>
    `sample ${task % samples} of ρ = ${rho[Math.floor(task / samples)]}`,
  finish: writeResults,
};

/** `softdice reproduce synthetic`: experiment (S) and its rows of Table 1. */
export function reproduceSynthetic(
  options: BatchOptions & SyntheticParameters,
  context: Context,
): Promise<ExitCode> {
  const { seed, samples, rho, preset, iterations, exact } = options;
  const parameters = { seed, samples, rho, preset, iterations, exact };
  return runBatch(SYNTHETIC_BATCH, parameters, options, context);
}

function writeResults(
  run: RunDirectory,
  parameters: SyntheticParameters,
  results: ReadonlyMap<number, unknown>,
): Summary {
  const { seed, samples, rho, preset, iterations } = parameters;
  const finished = [...results].map(([task, result]): Sample => ({
    experiment: "S",
    row: String(rho[Math.floor(task / samples)]),
    sample: task % samples,
    ...(result as Measurement),
  }));
  const descents = describeMethods(finished);
  const rows = tabulate(finished);
  const compared = compareWithPaper(rows, iterations);
  run.write("samples.csv", samplesCsv(finished, iterations));
  run.write("table.csv", tableCsv(rows, iterations));
  writeTable1Report(
    run,
    {
      title: "Table 1, experiment (S)",
      rowTitle: "ρ",
      rows: compared,
      iterations,
      sections: [{ title: "What was fitted to the table", content: [paragraph(FITTED[preset])] }],
    },
    [
      ["Samples a row", String(samples)],
      ["Preset", preset],
      ["Seed", String(seed)],
    ],
    descents,
  );
  const full =
    samples < 1000 ? "\nThe paper's 1000 samples a row: softdice reproduce synthetic --samples 1000" : "";
  return {
    text:
      `Table 1 (S): mean errors of ${counted(samples, "sample")} a row\n\n` +
      `${table1Text(compared, iterations)}\n${verdict(compared)}\n${FITTED[preset]}\n\n` +
      `See ${run.path}/report.html; the figures are in table.csv and samples.csv beside it.${full}\n`,
    json: table1Json(compared, iterations),
    manifest: descents,
  };
}
