import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextMarked, nextOther } from "../../src/image/words.ts";

const words = fc.array(fc.constantFrom(0, 0, 0, 0, 0x01010101, 0xffffffff, 0x80000000), { maxLength: 40 });
const bits = fc.constantFrom(0, 0x01010101, 0xffffffff);

describe("words of four voxels", () => {
  it("are passed up to the first with other bits, from any word on", () => {
    fc.assert(
      fc.property(words, bits, fc.nat(45), (values, alike, from) => {
        const found = values.findIndex((value, i) => i >= from && value !== alike);
        const expected = found < 0 ? values.length : found;
        expect(nextOther(Uint32Array.from(values), from, alike)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("are marked where they are not 0", () => {
    expect(nextMarked(Uint32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80000000), 0)).toBe(9);
  });
});
