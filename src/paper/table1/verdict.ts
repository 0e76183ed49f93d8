import { counted } from "../../report/numbers.ts";
import { FALSE_ALARMS } from "./allowance.ts";
import type { ComparedRow } from "./compare.ts";

const SURE = `${100 * (1 - FALSE_ALARMS)} %`;

/** What the bars of a figure, and the marks of a table, go by. */
export const RULE: string =
  `A difference is allowed that two tables of the same experiment keep to in ${SURE} of all cases, all their figures ` +
  "together, from the known spread of single errors; 0.0006 of it is for the rounding to three decimals.";

/** Whether any of our figures is judged against the paper's. */
export function isJudged(rows: readonly ComparedRow[]): boolean {
  return rows.some(({ cells }) => cells.some(({ allowed }) => allowed !== undefined));
}

/** One sentence on whether the tables agree. */
export function verdict(rows: readonly ComparedRow[]): string {
  const known = rows.flatMap(({ row, cells }) =>
    cells.flatMap(({ error, l, allowed, agrees }) =>
      allowed === undefined ? [] : [{ name: `${error},${l} of ${row.row}`, allowed, agrees }],
    ),
  );
  if (known.length === 0) return "The paper has no figures for these rows and iterations.";
  const apart = known.filter(({ agrees }) => agrees === false);
  if (apart.length > 0) {
    const names = apart.map(({ name }) => name).join("; ");
    return (
      `Our table departs from the paper's in ${apart.length} of ${known.length} figures, by more than chance ` +
      `(${SURE}, all figures together) and rounding allow: ${names}.`
    );
  }
  const fewest = Math.min(...rows.map(({ row }) => row.samples));
  const widest = known.reduce((a, b) => (b.allowed > a.allowed ? b : a));
  return (
    `As far as ${counted(fewest, "sample")} a row can tell, our table agrees with the paper's: all ${known.length} ` +
    `figures lie within what chance (${SURE}, all figures together) and rounding allow, at most ` +
    `±${widest.allowed.toFixed(4)} (${widest.name}).`
  );
}
