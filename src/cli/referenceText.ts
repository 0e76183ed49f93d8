import { counted, significant } from "../report/numbers.ts";
import type { CheckResult } from "../synthetic/reference/check/check.ts";
import type { CheckedValue, Verdict } from "../synthetic/reference/check/verdict.ts";

const VERDICTS: readonly Verdict[] = ["right", "within voxelisation", "wrong"];

/** How many values there are of each verdict. */
export function countVerdicts({ values }: CheckResult): Record<Verdict, number> {
  const count = (verdict: Verdict): number => values.filter((value) => value.verdict === verdict).length;
  return {
    right: count("right"),
    "within voxelisation": count("within voxelisation"),
    wrong: count("wrong"),
  };
}

/** The table of a check for a terminal: a line a value, the likely causes of wrong ones below them. */
export function checkText(result: CheckResult): string {
  const cells = result.values.map((value) => [
    value.case,
    value.quantity,
    value.text,
    significant(value.reference.value, 7),
    significant(value.reference.tolerance),
    value.equals === undefined ? value.verdict : `right: ${value.equals}`,
  ]);
  const rows = [["case", "quantity", "value", "exact", "tolerance", "verdict"], ...cells];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column >= 2 && column <= 4 ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join("  ")
      .trimEnd();
  const [header, ...lines] = rows.map(line);
  const body = lines.flatMap((text, n) => [text, ...remarks(result.values[n])]);
  const counts = countVerdicts(result);
  const summary = VERDICTS.map((verdict) => `${counts[verdict]} ${verdict}`).join(", ");
  const missing =
    result.missing.length === 0 ? "" : `; ${counted(result.missing.length, "figure")} not reported`;
  const causes = result.causes
    .map(({ cause, explains }) => `  ${explains} of ${counts.wrong} wrong: ${cause}\n`)
    .join("");
  return `${[header, ...body].join("\n")}\n\n${counted(result.values.length, "value")}: ${summary}${missing}\n${causes}`;
}

function remarks({ verdict, causes }: CheckedValue): string[] {
  if (verdict === "right") return [];
  if (causes.length > 0)
    return causes.map(
      (cause) => `    ${verdict === "wrong" ? "likely cause" : "the same as with"}: ${cause}`,
    );
  return verdict === "wrong" ? ["    no known cause gives this value"] : [];
}
