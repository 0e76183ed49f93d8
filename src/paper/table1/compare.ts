import { allowedDifference, standardErrorOfDifference } from "./allowance.ts";
import { PUBLISHED_ITERATIONS, PUBLISHED_ROUNDING, PUBLISHED_TABLE, type PublishedRow } from "./published.ts";
import { spreadOf } from "./spread.ts";
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
  /**
   * (ours − paper) / its standard error; undefined where the paper has no figure or how single errors vary is not known:
   * in experiment (G), whose patients are not drawn at random.
   */
  readonly deviation?: number;
  /** {@link allowedDifference} for all figures that are compared; undefined as `deviation` is. */
  readonly allowed?: number;
  /** |ours − paper| ≤ allowed; undefined as `deviation` is. */
  readonly agrees?: boolean;
}

export interface ComparedRow {
  readonly row: TableRow;
  readonly cells: readonly Cell[];
}

/**
 * Sets our table beside the paper's. Figures of experiment (S) are judged: the two tables' means, of our number of samples
 * and of the paper's 1000, differ by chance, and `allowed` is what chance allows all compared figures together. A standard
 * error below the paper's rounding (a uniform error of ±0.0005 has the standard deviation 0.0005/√3) counts as that
 * rounding in `deviation`.
 *
 * @param published the paper's table; another one for simulations
 */
export function compareWithPaper(
  rows: readonly TableRow[],
  iterations: readonly number[],
  published: readonly PublishedRow[] = PUBLISHED_TABLE,
): ComparedRow[] {
  const compared = rows.map((row) => {
    const other = published.find(
      ({ experiment, row: name }) => experiment === row.experiment && name === row.row,
    );
    const cells = iterations.flatMap((l, i) =>
      (["e0", "e1"] as const).map((error, k) => {
        const column = PUBLISHED_ITERATIONS.indexOf(l);
        const place = 2 * column + k;
        const hasPaper = other !== undefined && column >= 0;
        return {
          cell: { error, l, ours: row.errors[2 * i + k], standardError: row.standardErrors[2 * i + k] },
          paper: hasPaper ? other.errors[place] : undefined,
          spread: hasPaper ? spreadOf(row, place) : undefined,
          paperSamples: other?.samples ?? Number.NaN,
        };
      }),
    );
    return { row, cells };
  });
  const figures = compared.flatMap(({ cells }) => cells).filter(({ spread }) => spread !== undefined).length;
  return compared.map(({ row, cells }) => ({
    row,
    cells: cells.map(({ cell, paper, spread, paperSamples }): Cell => {
      if (paper === undefined) return cell;
      if (spread === undefined) return { ...cell, paper };
      const allowed = allowedDifference(spread, row.samples, paperSamples, figures);
      const standardError = standardErrorOfDifference(spread, row.samples, paperSamples);
      return {
        ...cell,
        paper,
        allowed,
        deviation: (cell.ours - paper) / Math.max(standardError, PUBLISHED_ROUNDING / Math.sqrt(3)),
        agrees: Math.abs(cell.ours - paper) <= allowed,
      };
    }),
  }));
}
