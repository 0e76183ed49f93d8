import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const read = (path: string): string => readFileSync(resolve(import.meta.dirname, "../..", path), "utf8");
type Packages = Readonly<Record<string, string>>;
const { dependencies, optionalDependencies, devDependencies } = JSON.parse(read("package.json")) as {
  readonly dependencies: Packages;
  readonly optionalDependencies?: Packages;
  readonly devDependencies: Packages;
};

it("the page on dependencies lists each of them with its version, and no other", () => {
  const rows = [...read("docs/dependencies.md").matchAll(/^\| `([^`]+)` (\d\S*)/gm)].map(([, ...row]) => row);
  expect(Object.fromEntries(rows)).toEqual({ ...dependencies, ...optionalDependencies, ...devDependencies });
});
