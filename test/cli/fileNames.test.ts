import { expect, it } from "vitest";
import { FileNames } from "../../src/cli/fileNames.ts";

it("gives every name a file of its own, and none that leads out of its folder", () => {
  const names = new FileNames(["figures"]);
  const given = ["a/b", "A_B", "..", ".", "", "figures", "a\\b", "...", "\u0000", "x".repeat(300)].map(
    (name) => names.take(name),
  );
  expect(given).toEqual([
    ...["a_b", "A_B (2)", "_", "_ (2)", "_ (3)", "figures (2)", "a_b (3)", "_ (4)", "_ (5)"],
    "x".repeat(200),
  ]);
});
