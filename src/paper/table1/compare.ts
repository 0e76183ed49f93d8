import { PUBLISHED_ITERATIONS, PUBLISHED_ROUNDING, PUBLISHED_TABLE } from "./published.ts";
import type { TableRow } from "./table.ts";

/** One of our figures beside the paper's. */
export interface Cell {
  /** e0 or e1. */
  readonly error: "e0" | "e1";
  /** Iteration. */
  readonly l: number;
  readonly ours: number;
  readonly standardError: number;
  /** The paper's figure; undefined where it has none. */
  readonly paper?: number;
  /** (ours − paper) / combined standard error; undefined for one sample and where the paper has none. */
  readonly deviation?: number;
  /** 3 combined standard errors + 0.0006; undefined as `deviation` is. */
  readonly allowed?: number;
  /** |ours − paper| ≤ allowed; undefined as `deviation` is. */
  readonly agrees?: boolean;
}

export interface ComparedRow {
  readonly row: TableRow;
  readonly cells: readonly Cell[];
}

/** Both tables' rounding to three decimals, and a little for what lies between two readings of the method. */
const ALLOWANCE = 0.0006;

/** The allowed number of combined standard errors. */
const ALLOWED_DEVIATION = 3;

/**
 * Sets our table beside the paper's. The paper prints no standard errors; its samples are of the same kind, so each of
 * its figures carries our standard deviation over the root of its number of samples. A combined standard error below
 * the paper's rounding (a uniform error of ±0.0005 has the standard deviation 0.0005/√3) counts as that rounding in
 * `deviation`.
 */
export function compareWithPaper(rows: readonly TableRow[], iterations: readonly number[]): ComparedRow[] {
  return rows.map((row) => {
    const published = PUBLISHED_TABLE.find(
      (other) => other.experiment === row.experiment && other.row === row.row,
    );
    const cells = iterations.flatMap((l, i) =>
      (["e0", "e1"] as const).map((error, k): Cell => {
        const ours = row.errors[2 * i + k];
        const standardError = row.standardErrors[2 * i + k];
        const column = PUBLISHED_ITERATIONS.indexOf(l);
        const cell = { error, l, ours, standardError };
        if (published === undefined || column < 0) return cell;
        const paper = published.errors[2 * column + k];
        if (Number.isNaN(standardError)) return { ...cell, paper };
        const combined = standardError * Math.sqrt(1 + row.samples / published.samples);
        const allowed = ALLOWED_DEVIATION * combined + ALLOWANCE;
        return {
          ...cell,
          paper,
          allowed,
          deviation: (ours - paper) / Math.max(combined, PUBLISHED_ROUNDING / Math.sqrt(3)),
          agrees: Math.abs(ours - paper) <= allowed,
        };
      }),
    );
    return { row, cells };
  });
}

/** With fewer samples a row, standard errors of the skewed errors at l = 10 are themselves too uncertain for a verdict. */
export const SAMPLES_FOR_A_VERDICT = 200;

/** One sentence on whether the tables agree. */
export function verdict(rows: readonly ComparedRow[]): string {
  const compared = rows.flatMap(({ row, cells }) => cells.map((cell) => ({ row: row.row, ...cell })));
  const known = compared.filter((cell) => cell.agrees !== undefined);
  if (known.length === 0) {
    return compared.some(({ paper }) => paper !== undefined)
      ? "One sample a row has no standard error, so nothing can be said about the paper's figures."
      : "The paper has no figures for these rows and iterations.";
  }
  const apart = known.filter((cell) => cell.agrees === false);
  const fewest = Math.min(...rows.map(({ row }) => row.samples));
  if (fewest < SAMPLES_FOR_A_VERDICT) {
    const near = `${known.length - apart.length} of ${known.length} figures lie near the paper's`;
    return `A first look: ${near}, but ${fewest} samples a row are too few for a verdict, which takes ${SAMPLES_FOR_A_VERDICT}.`;
  }
  const rule = `${ALLOWED_DEVIATION} standard errors of the difference plus ${ALLOWANCE}`;
  if (apart.length === 0) {
    return `Our table agrees with the paper's: all ${known.length} figures lie within ${rule}.`;
  }
  const names = apart.map(({ row, error, l }) => `${error},${l} of ${row}`).join("; ");
  return `Our table departs from the paper's in ${apart.length} of ${known.length} figures (beyond ${rule}): ${names}.`;
}
