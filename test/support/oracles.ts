/// <reference types="vite/client" />

const files = import.meta.glob<unknown>("../fixtures/oracles/*.json", { eager: true, import: "default" });

/** The contents of one file of expected values made by other programs; see test/fixtures/oracles/README.md. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function readOracle<T>(name: string): T {
  const found = files[`../fixtures/oracles/${name}`];
  if (found === undefined) throw new Error(`no oracle ${name}`);
  return found as T;
}
