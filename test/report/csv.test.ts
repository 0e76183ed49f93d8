import { expect, it } from "vitest";
import { csv } from "../../src/report/csv.ts";

it("a cell that a spreadsheet would compute is set apart, and a number is not", () => {
  const formulas = [
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "-A1",
    "@SUM(A1)",
    "\tx",
    "-",
    "--1",
    "+1e",
    "-1 mm",
    "-.e3",
  ];
  for (const cell of formulas) expect(csv([cell], []).replaceAll('"', "")).toBe(`'${cell}\n`);
  const plain = ["-1", "+1", "-0.5", "-.5", "-1e-7", "+2.5E+10", "-12.", "a=b", "1-2", "", "prostate"];
  for (const cell of plain) expect(csv([cell], [])).toBe(`${cell}\n`);
});
