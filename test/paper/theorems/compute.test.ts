import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/random.ts";
import { makeCase } from "../../../src/paper/theorems/cases.ts";
import { checkStatement, describeCounterExample } from "../../../src/paper/theorems/compute.ts";
import type { Statement } from "../../../src/paper/theorems/statement.ts";
import { STATEMENTS } from "../../../src/paper/theorems/statements.ts";

describe("the statements of the paper", () => {
  it.each(STATEMENTS.map((statement, statementIndex) => ({ ...statement, statementIndex })))(
    "$name holds on marginals of every kind",
    ({ statementIndex, ...statement }) => {
      const result = checkStatement(statement, { seed: 11, cases: 250, statementIndex });
      expect(describeCounterExample(result)).toBe("");
      expect(result.cases).toBe(250);
    },
  );

  it("are checked on lines, images and volumes", () => {
    const shapes = Array.from({ length: 60 }, (_, i) => makeCase(new Random(1, i), i, 64).shape);
    expect(new Set(shapes.map((shape) => shape.length))).toEqual(new Set([1, 2, 3]));
  });
});

describe("a statement that is false", () => {
  const wrong: Statement = {
    name: "Wrong",
    claim: "the optimum of every marginal is {m ≥ 1/2}",
    maxVoxels: 8,
    violation: (m) => m.filter((value) => value > 0 && value < 0.5).length,
  };

  it("is refuted with a marginal that can be computed again", () => {
    const result = checkStatement(wrong, { seed: 1, cases: 100, statementIndex: 0 });
    expect(result.counterExample).toBeDefined();
    expect(wrong.violation(result.counterExample!.m, new Random(1))).toBe(result.worst);
    expect(describeCounterExample(result)).toMatch(
      /^Wrong fails by [\d.]+: the optimum[^]*m = \[[\d., e-]+\]\n$/,
    );
  });

  it("is refuted when its violation is not a number", () => {
    const broken = { ...wrong, violation: () => Number.NaN };
    expect(checkStatement(broken, { seed: 1, cases: 9, statementIndex: 0 }).counterExample).toBeDefined();
  });
});
