import { existsSync, readFileSync } from "node:fs";

const shared = new URL("../../../shared/", import.meta.url);

/** Whether the expected values made by other programs are beside this checkout; their tests are skipped otherwise. */
export const hasOracles: boolean = existsSync(new URL("oracles/", shared));

/** The parsed contents of one oracle file, an empty list where there is none. */
export function readOracle<T>(name: string): T[] {
  return hasOracles ? (JSON.parse(readFileSync(new URL(`oracles/${name}`, shared), "utf8")) as T[]) : [];
}
