import type { Analysis } from "../work/study/analysis.ts";

/** The methods as a table, with all digits. */
export function methodsCsv({ methods }: Analysis): string {
  const header = "method,voxels,volumeMl,volumeBias,marginalDice,meanRaterDice";
  const rows = methods.map(({ name, voxels, volumeMl, volumeBias, marginalDice, meanRaterDice }) =>
    [name, voxels, volumeMl, ...[volumeBias, marginalDice, meanRaterDice].map(orEmpty)].join(","),
  );
  return `${[header, ...rows].join("\n")}\n`;
}

function orEmpty(value: number): string {
  return Number.isNaN(value) ? "" : String(value);
}
