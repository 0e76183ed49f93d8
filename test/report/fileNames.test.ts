import { expect, it } from "vitest";
import { FileNames } from "../../src/report/fileNames.ts";

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

it("gives names that every disk takes", () => {
  const names = new FileNames();
  const given = [
    'Gang: "x"?*<>|',
    "CON",
    "nul.txt",
    "Com1",
    "CONE",
    "ends. ",
    "a\u202Egnp",
    "\u200B",
    " x ",
  ].map((name) => names.take(name));
  expect(given).toEqual(["Gang_ _x______", "CON_", "nul_.txt", "Com1_", "CONE", "ends", "agnp", "_", "x"]);
});

it("tells names apart that one disk or another takes for the same", () => {
  const names = new FileNames();
  const given = ["Bl\u00e5sa", "Bla\u030asa", "BL\u00c5SA", "\ufb01le", "file"].map((name) =>
    names.take(name),
  );
  expect(given).toEqual(["Bl\u00e5sa", "Bl\u00e5sa (2)", "BL\u00c5SA (3)", "\ufb01le", "file (2)"]);
});
