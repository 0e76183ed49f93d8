import { votePatterns } from "../../../src/raters/patterns.ts";
import { type ConsensusSummary, summarize } from "../../../src/raters/summary.ts";
import { voteMapOn } from "./analyse.ts";
import type { StoredStructure } from "./stored.ts";

/** The numbers of `summary.json` for all observers of a structure, on the whole grid as the command line has them. */
export function figuresOf(
  { grid, observers }: Extract<StoredStructure, { kind: "masks" }>,
  remarks: readonly string[],
): ConsensusSummary {
  const map = voteMapOn({ start: [0, 0, 0], end: grid.shape }, observers);
  const names = observers.map(({ observer }) => observer);
  const { summary } = summarize({ map, votes: votePatterns(map), grid }, names);
  return { ...summary, warnings: [...summary.warnings, ...remarks] };
}
