import { SoftdiceError } from "../../../core/errors.ts";
import type { Reference } from "../reference.ts";
import type { ReportedValue } from "./verdict.ts";

const COLUMNS = ["case", "quantity", "value"] as const;

/** The table that a program fills in: every figure of the reference, without its value. */
export function templateCsv({ cases }: Pick<Reference, "cases">): string {
  const rows = cases.flatMap((one) => one.quantities.map(({ quantity }) => `${one.case},${quantity},`));
  return `${[COLUMNS.join(","), ...rows].join("\n")}\n`;
}

/**
 * The values of a table with the columns case, quantity and value in any order, and others; rows without a value are passed
 * over. Fields are separated by commas, or by semicolons if the header is; they may be quoted.
 *
 * @param subject the file that errors name
 * @throws SoftdiceError when a column is missing or a row has another number of fields than the header
 */
export function parseResultsCsv(subject: string, text: string): ReportedValue[] {
  const lines = text.replace(/^\uFEFF/u, "").split(/\r?\n/u);
  const separator = (lines[0] ?? "").includes(";") ? ";" : ",";
  const header = fieldsOf(lines[0] ?? "", separator).map((name) => name.toLowerCase());
  const [caseAt, quantityAt, valueAt] = COLUMNS.map((name) => header.indexOf(name)) as [
    number,
    number,
    number,
  ];
  if (Math.min(caseAt, quantityAt, valueAt) < 0) {
    throw new SoftdiceError({
      subject,
      problem: `has the columns ${header.map((name) => `"${name}"`).join(", ")}`,
      expected: COLUMNS.join(", "),
      remedy: "start from results-template.csv",
    });
  }
  return lines.slice(1).flatMap((line, n) => {
    if (line.trim() === "") return [];
    const fields = fieldsOf(line, separator);
    if (fields.length !== header.length) {
      throw new SoftdiceError({
        subject: `${subject}, line ${n + 2}`,
        problem: `has ${fields.length} fields`,
        expected: `${header.length}, as the header`,
        remedy: "correct the line",
      });
    }
    const value = { case: fields[caseAt], quantity: fields[quantityAt], text: fields[valueAt] };
    return value.text === "" ? [] : [value];
  });
}

/** The fields of a line; a quoted one may hold the separator, and a quote as two. */
function fieldsOf(line: string, separator: string): string[] {
  const fields: string[] = [];
  let [field, quoted] = ["", false];
  for (let n = 0; n < line.length; n++) {
    const character = line[n];
    if (character === '"' && quoted && line[n + 1] === '"') field += line[++n];
    else if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      fields.push(field.trim());
      field = "";
    } else field += character;
  }
  return [...fields, field.trim()];
}
