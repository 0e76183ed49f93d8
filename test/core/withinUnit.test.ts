import { expect, it } from "vitest";
import { areBitsWithinUnit } from "../../src/core/withinUnit.ts";
import { checkProbabilities } from "../../src/core/check.ts";

it("tells by their bits the float32 values of [0, 1] from all others, in any part of a buffer", () => {
  const inside = [0, 1, 0.5, 2 ** -149, 2 ** -126, 1 - 2 ** -24];
  const outside = [1 + 2 ** -23, 2, Infinity, -Infinity, Number.NaN, -(2 ** -149), -1];
  for (const value of inside)
    expect([value, areBitsWithinUnit(Float32Array.of(2, value).subarray(1))]).toEqual([value, true]);
  for (const value of outside) {
    expect([value, areBitsWithinUnit(Float32Array.of(0, value))]).toEqual([value, false]);
    expect(() => checkProbabilities("m", Float32Array.of(0, value))).toThrow(`m[1]: is ${value}`);
  }
  // Not by its bits, but by its value.
  expect(areBitsWithinUnit(Float32Array.of(-0))).toBe(false);
  expect(() => checkProbabilities("m", Float32Array.of(-0))).not.toThrow();
});
