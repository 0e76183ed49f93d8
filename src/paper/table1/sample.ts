import type { Numbers } from "../../core/check.ts";
import type { Random } from "../../core/random.ts";
import { descend, type DescentReport } from "../../kernels/descend.ts";

/** One sample of an experiment: a row of `samples.csv`. */
export interface Sample {
  readonly experiment: "G" | "S";
  /** ρ or the structure's name, as in Table 1. */
  readonly row: string;
  /** Index of the sample within its row. */
  readonly sample: number;
  /** ‖m‖₁, fraction of the domain. */
  readonly volume: number;
  readonly supDice: number;
  readonly threshold: number;
  /** ‖S‖₁ of S = {m ≥ t}, which the errors compare with: fraction of the domain. */
  readonly optimalVolume: number;
  /** e0 and e1 at each reported iteration: e0_1, e1_1, e0_10, …. */
  readonly errors: readonly number[];
  /** How the descent was computed. */
  readonly method: DescentReport["method"];
  /** Why not with the fastest kernels; empty if it was. */
  readonly note: string;
}

/** The figures of a {@link Sample}, without its name. */
export type Measurement = Omit<Sample, "experiment" | "row" | "sample">;

/**
 * Descends from a random start and measures what Table 1 averages.
 *
 * @param exact whether every voxel is followed by itself
 */
export function measure(
  marginal: Numbers,
  random: Random,
  iterations: readonly number[],
  exact: boolean,
): Measurement {
  const run = descend({ marginal, random, iterations, exact });
  const errors: number[] = [];
  let next = run.next();
  for (; next.done !== true; next = run.next()) errors.push(next.value.e0, next.value.e1);
  const { optimum, method, note } = next.value;
  return {
    volume: optimum.l1,
    supDice: optimum.supDice,
    threshold: optimum.threshold,
    optimalVolume: optimum.maxVoxels / marginal.length,
    errors,
    method,
    note,
  };
}

/** How many samples were computed by which method, and why not with the fastest kernels, where that was so. */
export function describeMethods(samples: readonly Measurement[]): {
  readonly methods: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
} {
  const methods: Record<string, number> = {};
  for (const { method } of samples) methods[method] = (methods[method] ?? 0) + 1;
  return { methods, notes: [...new Set(samples.map(({ note }) => note).filter((note) => note !== ""))] };
}

/** `samples.csv`: nine decimals, rows in the order given. */
export function samplesCsv(samples: readonly Sample[], iterations: readonly number[]): string {
  const header = ["experiment", "row", "sample", "volume", "supDice", "threshold", "optimalVolume"];
  const rows = samples.map((s) => {
    const figures = [s.volume, s.supDice, s.threshold, s.optimalVolume, ...s.errors];
    return [s.experiment, s.row, s.sample, ...figures.map((figure) => figure.toFixed(9))].join(",");
  });
  return `${[[...header, ...errorNames(iterations)].join(","), ...rows].join("\n")}\n`;
}

/** e0_1, e1_1, e0_10, …. */
export function errorNames(iterations: readonly number[]): string[] {
  return iterations.flatMap((l) => [`e0_${l}`, `e1_${l}`]);
}
