import { readFileSync } from "node:fs";

/** A group of test/fixtures/oracles/losses.json: minimisers by brute force or convex search, by another program. */
export function lossOracle<T>(group: string): T[] {
  const file = new URL("../fixtures/oracles/losses.json", import.meta.url);
  const groups = JSON.parse(readFileSync(file, "utf8")) as Record<string, T[]>;
  if (groups[group] === undefined) throw new Error(`losses.json has no group ${group}`);
  return groups[group];
}
