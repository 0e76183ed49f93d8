import type { ComparedRow } from "../paper/table1/compare.ts";
import { errorNames } from "../paper/table1/sample.ts";

/**
 * Our table beside the paper's for a terminal: three lines a row, ours, the paper's and the deviation in standard errors.
 */
export function table1Text(
  rows: readonly ComparedRow[],
  iterations: readonly number[],
  rowTitle: string = "ρ",
): string {
  const known = rows.some(({ cells }) => cells.some((cell) => cell.paper !== undefined));
  const judged = rows.some(({ cells }) => cells.some((cell) => cell.deviation !== undefined));
  const nameWidth = Math.max(3, rowTitle.length, ...rows.map(({ row }) => row.row.length));
  const line = (name: string, kind: string, values: readonly string[]): string =>
    `${name.padEnd(nameWidth)}  ${kind.padEnd(6)}${values.map((value) => value.padStart(8)).join("")}`.trimEnd();
  const head = line(
    rowTitle,
    "",
    errorNames(iterations).map((name) => name.replace("_", ",")),
  );
  const body = rows.flatMap(({ row, cells }) => {
    const ours = line(
      row.row,
      "ours",
      cells.map((cell) => cell.ours.toFixed(4)),
    );
    const error = line(
      "",
      "± se",
      cells.map((cell) => (Number.isNaN(cell.standardError) ? "–" : cell.standardError.toFixed(4))),
    );
    if (!known) return [ours, error];
    const paper = line(
      "",
      "paper",
      cells.map((cell) => cell.paper?.toFixed(3) ?? "–"),
    );
    if (!judged) return [ours, error, paper];
    const deviation = line(
      "",
      "dev",
      cells.map((cell) => deviationText(cell.deviation, cell.agrees)),
    );
    return [ours, error, paper, deviation];
  });
  const legend = [
    "ours: mean; se: its standard error",
    ...(known ? ["paper: Table 1 as printed"] : []),
    ...(judged
      ? ["dev: ours − paper in standard errors of the\ndifference, with a ! beyond what chance allows"]
      : []),
  ];
  return `${[head, ...body].join("\n")}\n\n${legend.join("; ")}.\n`;
}

function deviationText(deviation: number | undefined, agrees: boolean | undefined): string {
  if (deviation === undefined) return "–";
  const rounded = deviation.toFixed(1);
  return `${deviation > 0 ? "+" : ""}${rounded === "-0.0" ? "0.0" : rounded}${agrees === false ? "!" : ""}`;
}

/** The table as one JSON document: its rows with the names of `table.csv`, and whether each figure agrees. */
export function table1Json(rows: readonly ComparedRow[], iterations: readonly number[]): object {
  const names = errorNames(iterations);
  const byName = (values: readonly (number | boolean | undefined)[], prefix = ""): Record<string, unknown> =>
    Object.fromEntries(names.map((name, i) => [prefix + name, values[i] ?? null]));
  return {
    rows: rows.map(({ row, cells }) => ({
      experiment: row.experiment,
      row: row.row,
      samples: row.samples,
      ...byName(row.errors),
      ...byName(row.standardErrors, "se_"),
      paper: byName(cells.map((cell) => cell.paper)),
      deviation: byName(cells.map((cell) => cell.deviation)),
      agrees: byName(cells.map((cell) => cell.agrees)),
    })),
  };
}
