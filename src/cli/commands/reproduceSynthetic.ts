import { resolve } from "node:path";
import { VERSION } from "../../core/version.ts";
import { compareWithPaper, verdict } from "../../paper/table1/compare.ts";
import { type Measurement, type Sample, samplesCsv } from "../../paper/table1/sample.ts";
import { tableCsv, tabulate } from "../../paper/table1/table.ts";
import { type Context, EXIT, type ExitCode, type ParallelOptions } from "../context.ts";
import type { SyntheticParameters } from "../jobs/synthetic.ts";
import { describeFailures, RunDirectory } from "../runs/runDirectory.ts";
import { runJob } from "../runs/runJob.ts";
import { table1Json, table1Text } from "../table1Text.ts";
import { writeTable1Report } from "../table1Report.ts";

export interface ReproduceSyntheticOptions extends ParallelOptions {
  readonly out: string;
  readonly samples: number;
  readonly rho: readonly number[];
  readonly preset: SyntheticParameters["preset"];
  readonly iterations: readonly number[];
}

/** `softdice reproduce synthetic`: experiment (S) and its rows of Table 1. */
export async function reproduceSynthetic(
  options: ReproduceSyntheticOptions,
  context: Context,
): Promise<ExitCode> {
  const { out, seed, samples, rho, preset, iterations } = options;
  const parameters: SyntheticParameters = { seed, samples, rho, preset, iterations };
  const run = new RunDirectory(
    resolve(out),
    { version: VERSION, command: "reproduce synthetic", parameters: { ...parameters } },
    { force: options.force, now: context.now },
  );
  const total = rho.length * samples;
  const failures = await runJob(
    { run, request: { job: "synthetic", parameters }, total, unit: "samples", options },
    context,
  );
  const failed = describeFailures(
    failures,
    (task) => `sample ${task % samples} of ρ = ${rho[Math.floor(task / samples)]}`,
  );
  if (context.signal.aborted) {
    run.writeManifest("stopped", failed);
    context.err(
      `softdice: stopped; ${run.journal.results.size} of ${total} samples are in ${out}: the same command goes on from there\n`,
    );
    return EXIT.stopped;
  }

  const finished = collect(run, parameters);
  const rows = tabulate(finished);
  const compared = compareWithPaper(rows, iterations);
  run.write("samples.csv", samplesCsv(finished, iterations));
  run.write("table.csv", tableCsv(rows, iterations));
  writeTable1Report(run, { title: "Table 1, experiment (S)", rowTitle: "ρ", rows: compared, iterations }, [
    ["Samples a row", String(samples)],
    ["Preset", preset],
    ["Seed", String(seed)],
  ]);
  run.writeManifest(failed.length > 0 ? "partly failed" : "done", failed);

  if (options.json) {
    context.out(`${JSON.stringify(table1Json(compared, iterations))}\n`);
  } else {
    context.out(`Table 1 (S): mean errors of ${samples} samples a row\n\n`);
    context.out(`${table1Text(compared, iterations)}\n${verdict(compared)}\n`);
    context.out(whatNext(out, samples));
  }
  for (const { what, reason } of failed) context.err(`softdice: ${what}: ${reason}\n`);
  return failed.length > 0 ? EXIT.partlyFailed : EXIT.done;
}

/** The finished samples in the order of their tasks, rounded as `samples.csv` shows them. */
function collect(run: RunDirectory, { rho, samples }: SyntheticParameters): Sample[] {
  const tasks = [...run.journal.results].sort(([a], [b]) => a - b);
  return tasks.map(([task, result]) => ({
    experiment: "S",
    row: String(rho[Math.floor(task / samples)]),
    sample: task % samples,
    ...(result as Measurement),
  }));
}

function whatNext(out: string, samples: number): string {
  const full =
    samples < 1000 ? "The paper's 1000 samples a row: softdice reproduce synthetic --samples 1000\n" : "";
  return `\nSee ${out}/report.html; the figures are in ${out}/table.csv and ${out}/samples.csv.\n${full}`;
}
