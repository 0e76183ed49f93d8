import type { ComparedRow } from "../table1/compare.ts";

/** Apart from its rounding, the same patients' row differs from the paper's by the random starts alone. */
const CLOSE = 0.005;

/** How our rows of experiment (G) compare with the paper's, in a sentence or two. */
export function conclusion(rows: readonly ComparedRow[], isPhantom: boolean): string {
  if (isPhantom) {
    return (
      "These patients are made up: their table has the shape of the paper's, not its figures, since the errors follow " +
      "from the volumes of the structures."
    );
  }
  const known = rows.flatMap(({ row, cells }) =>
    cells.flatMap(({ error, l, ours, paper }) =>
      paper === undefined ? [] : [{ name: `${error},${l} of ${row.row}`, distance: Math.abs(ours - paper) }],
    ),
  );
  if (known.length === 0) return "The paper has no figures for these structures.";
  const close = known.filter(({ distance }) => distance <= CLOSE).length;
  const farthest = known.reduce((a, b) => (b.distance > a.distance ? b : a));
  return (
    `${close} of ${known.length} figures lie within ${CLOSE} of the paper's; ` +
    `the largest difference is ${farthest.distance.toFixed(4)} (${farthest.name}).`
  );
}
