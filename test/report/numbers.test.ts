import { expect, it } from "vitest";
import { counted, fixed, percent, signed, significant, subscript } from "../../src/report/numbers.ts";

it.each([
  [123.456, "123"],
  [12.3456, "12.3"],
  [0.0012345, "0.00123"],
  [1_234_567, "1234567"],
  [0, "0"],
  [-0.5, "−0.500"],
  [1.234e-30, "1.23e−30"],
  [Number.NaN, "–"],
])("significant(%d) is %s", (value, text) => {
  expect(significant(value)).toBe(text);
});

it("formats with a minus sign, a plus sign, a percent sign, subscripts and a dash for what is unknown", () => {
  expect(fixed(-1.25, 1)).toBe("−1.3");
  expect(fixed(-0.00001, 4)).toBe("0.0000");
  expect(fixed(Number.NaN, 3)).toBe("–");
  expect([counted(1, "patient"), counted(0, "patient")]).toEqual(["1 patient", "0 patients"]);
  expect(signed(0.26, 1)).toBe("+0.3");
  expect(signed(-0.26, 1)).toBe("−0.3");
  expect(percent(0.1234)).toBe("12.3 %");
  expect(subscript(200)).toBe("₂₀₀");
});
