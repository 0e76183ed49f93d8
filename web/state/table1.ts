import { signal } from "@preact/signals";
import { PAPER_ITERATIONS } from "../../src/core/descent.ts";
import { type ComparedRow, compareWithPaper } from "../../src/paper/table1/compare.ts";
import type { Measurement, Sample } from "../../src/paper/table1/sample.ts";
import type { SyntheticParameters } from "../../src/paper/table1/synthetic.ts";
import { tabulate } from "../../src/paper/table1/table.ts";
import { runTasks } from "../work/pool.ts";
import { Cancelled } from "../work/remote.ts";
import { address } from "./store.ts";

/* Table 1 (S), computed here. It goes on while other views are shown. */

export const rows = signal<readonly ComparedRow[]>([]);
export const progress = signal<{ readonly done: number; readonly total: number } | undefined>(undefined);
export const tableFailure = signal<Error | undefined>(undefined);

let stop: AbortController | undefined;

export function cancelTable(): void {
  stop?.abort();
}

/** Computes the rows that the address asks for, on all cores but one's share for the page; figures appear as samples come. */
export async function computeTable(): Promise<void> {
  cancelTable();
  const own = new AbortController();
  stop = own;
  const { samples, seed, rho } = address.value.paper;
  const parameters: SyntheticParameters = {
    seed,
    samples,
    rho: rho.split("_").map(Number),
    preset: "table1",
    iterations: PAPER_ITERATIONS,
    exact: false,
  };
  const total = parameters.rho.length * samples;
  const results: (Measurement | undefined)[] = Array.from({ length: total });
  let done = 0;
  let shown = 0;
  const show = (): void => {
    rows.value = compareWithPaper(tabulate(collect(results, parameters)), PAPER_ITERATIONS);
  };
  rows.value = [];
  progress.value = { done, total };
  tableFailure.value = undefined;
  try {
    await runTasks({
      makeWorker: () =>
        new Worker(new URL("../work/paper/table1.worker.ts", import.meta.url), { type: "module" }),
      parameters,
      total,
      workers: Math.max(1, navigator.hardwareConcurrency),
      signal: own.signal,
      onResult(task, result) {
        results[task] = result as Measurement;
        done += 1;
        progress.value = { done, total };
        if (performance.now() - shown > 250) {
          shown = performance.now();
          show();
        }
      },
    });
  } catch (error) {
    if (!(error instanceof Cancelled)) tableFailure.value = error as Error;
  } finally {
    if (stop === own) {
      show();
      progress.value = undefined;
    }
  }
}

/** The samples that are there, in the order of their tasks, whatever order they came in. */
function collect(
  results: readonly (Measurement | undefined)[],
  { rho, samples }: SyntheticParameters,
): Sample[] {
  return results.flatMap((result, task) =>
    result === undefined
      ? []
      : [
          {
            experiment: "S" as const,
            row: String(rho[Math.floor(task / samples)]),
            sample: task % samples,
            ...result,
          },
        ],
  );
}
