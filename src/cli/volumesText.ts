import type { MeanVolumes } from "../paper/goldAtlas/volumeTable.ts";

/** The volume bias of each structure for a terminal. */
export function volumesText(rows: readonly MeanVolumes[]): string {
  const head = ["structure", "Dice", "t", "observers", "smallest", "largest", "majority", "bias"];
  const body = rows.map((v) => [
    v.row,
    v.pairwiseDice?.toFixed(3) ?? "–",
    v.threshold.toFixed(3),
    ...[v.meanMl, v.smallestMl, v.largestMl, v.majorityMl].map((ml) => ml.toFixed(2)),
    v.bias[0].toFixed(3),
  ]);
  const tied = rows.filter((v) => v.tiedAtHalf > 0);
  const ties = tied.map(
    (v) =>
      `${v.row}: voxels have exactly half of the votes in ${v.tiedAtHalf} of ${v.patients} patients; strict majority (>) ` +
      `${v.majorityMl.toFixed(2)} mL, at least half (≥) ${v.halfMl.toFixed(2)} mL\n`,
  );
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((cells) => cells[column].length)));
  const lines = [head, ...body].map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column] + 2)))
      .join(""),
  );
  return (
    `${lines.join("\n")}\n\n` +
    "Dice: between observers; t: the threshold; volumes in mL, means over the patients: of the observers, of the smallest\n" +
    "and largest Dice-optimal segmentation and of the majority vote; bias: smallest optimum over the\n" +
    "observers' mean, 1 is unbiased.\n" +
    ties.join("")
  );
}
