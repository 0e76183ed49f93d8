/** The rows of a CSV without quoted cells, by the names of its header. */
export function parseCsv(text: string): Record<string, string>[] {
  const [header, ...rows] = text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  return rows.map((cells) => Object.fromEntries(header.map((name, n) => [name, cells[n]])));
}
