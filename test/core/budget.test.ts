import { afterEach, describe, expect, it } from "vitest";
import { askForMemory, memoryBudgetBytes, setMemoryBudget } from "../../src/core/budget.ts";

describe("the budget of memory", () => {
  const before = { bytes: memoryBudgetBytes(), usedBytes: () => 0 };
  afterEach(() => setMemoryBudget(before));

  it("gives what is there, and says what was asked, what is in use and what there is", () => {
    setMemoryBudget({ bytes: 4e9, usedBytes: () => 3e9 });
    expect(() => askForMemory("a.nii", 1e9)).not.toThrow();
    expect(() => askForMemory("a.nii", 1.5e9)).toThrow(
      "a.nii: needs 1.5 GB of memory beside the 3 GB in use, expected at most 4 GB in all; check its header, crop or",
    );
    expect(() => askForMemory("a.nii", 9.7e15)).toThrow(
      "a.nii: needs 9.7 PB of memory, expected at most 4 GB",
    );
  });

  it("is not asked for small things, and refuses what is no number", () => {
    let asked = 0;
    setMemoryBudget({ bytes: 4e9, usedBytes: () => (asked += 1) });
    askForMemory("a", 1000);
    expect(asked).toBe(0);
    for (const bytes of [NaN, Infinity]) expect(() => askForMemory("a", bytes)).toThrow("a: needs");
  });
});
