import { describe, expect, it } from "vitest";
import { diceText } from "../../../web/views/common/diceText.ts";

describe("a Dice in the matrix", () => {
  it.each([
    [0.8749, "0.87"],
    [1, "1.00"],
    [0, "0.00"],
    [0.9949, "0.99"],
    [0.996, "0.996"],
    [0.99996, "> 0.9999"],
    [0.9998, "0.9998"],
    [0.003, "0.003"],
    [0.00001, "< 0.0001"],
  ])("of %f reads %s: as 0 or 1 only where it is", (dice, text) => {
    expect(diceText(dice)).toBe(text);
  });
});
