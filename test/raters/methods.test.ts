import { describe, expect, it } from "vitest";
import { voteMap, votePatterns } from "../../src/raters/patterns.ts";
import { isConsensusName, METHODS, consensusMethods } from "../../src/raters/methods.ts";
import { score } from "../../src/raters/score.ts";
import { unbiasedSelection } from "../../src/raters/unbiased.ts";
import { readOracle } from "../support/oracles.ts";

describe("the table of methods", () => {
  it("has a title, a colour and dashes of its own for each", () => {
    const looks = consensusMethods.map(
      (method) => `${METHODS[method].colour} ${METHODS[method].dashes.join()}`,
    );
    expect(new Set(looks).size).toBe(consensusMethods.length);
    expect(new Set(consensusMethods.map((method) => METHODS[method].title)).size).toBe(
      consensusMethods.length,
    );
  });

  it("knows names of consensuses by whole words", () => {
    for (const name of [
      "STAPLE",
      "consensus",
      "desc-staple",
      "Majority vote",
      "dice-optimal",
      "mean-rater-optimal",
    ])
      expect(isConsensusName(name), name).toBe(true);
    for (const name of ["Meanie", "User1", "Staples", "Unionville", "dice", "optimal", ""])
      expect(isConsensusName(name), name).toBe(false);
  });
});

describe("unbiasedSelection", () => {
  interface Unbiased {
    readonly m: readonly number[];
    readonly unbiasedSize: number;
    readonly unbiasedDice: number;
    readonly unbiasedAccuracy: number;
  }
  const { accuracy_and_unbiased: cases } = readOracle<{ accuracy_and_unbiased: readonly Unbiased[] }>(
    "losses.json",
  );

  it.each(cases)("has the size, Dice and accuracy found by brute force on $m", (expected) => {
    const { m } = expected;
    // The marginal as weighted observers: one for each step between its levels.
    const levels = [...new Set([0, ...m, 1])].sort((a, b) => a - b);
    const steps = levels.slice(1).map((level, n) => level - levels[n]);
    const raters = levels.slice(1).map((level) => m.map((value) => Number(value >= level)));
    const votes = votePatterns(voteMap(raters), { weights: steps });
    const selection = unbiasedSelection(votes);
    const { voxels, marginalDice } = score(votes, selection, "nan");
    expect(voxels).toBe(expected.unbiasedSize);
    expect(marginalDice).toBeCloseTo(expected.unbiasedDice, 8);
    const inside = selection.reduce((sum, taken, p) => sum + (taken * votes.votes[p]) / votes.allVotes, 0);
    const total = m.reduce((a, b) => a + b);
    const accuracy = (inside + (m.length - voxels) - (total - inside)) / m.length;
    expect(accuracy).toBeCloseTo(expected.unbiasedAccuracy, 8);
  });
});
