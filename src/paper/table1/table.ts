import { errorNames, type Sample } from "./sample.ts";

/** One row of Table 1 from our own samples. */
export interface TableRow {
  readonly experiment: "G" | "S";
  readonly row: string;
  readonly samples: number;
  /** Means of e0_1, e1_1, e0_10, … over the samples. */
  readonly errors: readonly number[];
  /** Their standard errors s/√n with s the sample standard deviation; NaN for one sample. */
  readonly standardErrors: readonly number[];
}

/** Averages samples by row, rows in the order in which they first appear. */
export function tabulate(samples: readonly Sample[]): TableRow[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = `${sample.experiment},${sample.row}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [sample]);
    else group.push(sample);
  }
  return [...groups.values()].map((group) => {
    const columns = group[0].errors.map((_, column) => group.map(({ errors }) => errors[column]));
    return {
      experiment: group[0].experiment,
      row: group[0].row,
      samples: group.length,
      errors: columns.map(mean),
      standardErrors: columns.map(standardError),
    };
  });
}

/** `table.csv`: the header of the paper's table, then a standard error for each figure; six decimals. */
export function tableCsv(rows: readonly TableRow[], iterations: readonly number[]): string {
  const names = errorNames(iterations);
  const header = ["experiment", "row", "samples", ...names, ...names.map((name) => `se_${name}`)];
  const lines = rows.map((row) =>
    [row.experiment, row.row, row.samples, ...[...row.errors, ...row.standardErrors].map(sixDecimals)].join(
      ",",
    ),
  );
  return `${[header.join(","), ...lines].join("\n")}\n`;
}

function sixDecimals(value: number): string {
  return value.toFixed(6);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
