import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const read = (path: string): string => readFileSync(resolve(import.meta.dirname, "../..", path), "utf8");
const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<
  "dependencies" | "devDependencies",
  Record<string, string>
>;

it.each([
  ["At run time", dependencies],
  ["In development", devDependencies],
])("the page on dependencies lists each of them with its version: %s", (heading, expected) => {
  const section = read("docs/dependencies.md")
    .split(/^## /m)
    .find((text) => text.startsWith(heading));
  const rows = [...(section ?? "").matchAll(/^\| `([^`]+)` (\S+)/gm)].map(([, name = "", version]) => [
    name,
    version,
  ]);
  expect(Object.fromEntries(rows)).toEqual(expected);
});
