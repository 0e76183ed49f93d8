/** A table as RFC 4180 has it. */
export function csv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, ...rows].map((cells) => `${cells.map(quote).join(",")}\n`).join("");
}

/** Six significant digits; empty for what does not exist. */
export function figureCell(value: number | null | undefined): string {
  return value === undefined || value === null || !Number.isFinite(value)
    ? ""
    : String(Number(value.toPrecision(6)));
}

/** What a spreadsheet would take for a formula is set apart by a quote; numbers stay numbers. */
function quote(cell: string): string {
  const isFormula = /^[=+\-@\t\r]/u.test(cell) && !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu.test(cell);
  const safe = isFormula ? `'${cell}` : cell;
  return /[",\n\r]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
