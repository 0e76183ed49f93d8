import { describe, expect, it } from "vitest";
import { Descent } from "../../src/core/descent.ts";
import { Random } from "../../src/core/random.ts";
import { descendLoss, type LossIterate } from "../../src/losses/descent.ts";
import { minimiseLoss } from "../../src/losses/losses.ts";
import { MARGINAL_LOSSES } from "../support/losses.ts";

const random = new Random(33);
/** A blurred disc of 16 × 16 voxels, its values apart from 1/2 by more than the descents leave. */
const marginal = Float64Array.from({ length: 256 }, (_, i) => {
  const distance = Math.hypot((i % 16) - 7.5, Math.floor(i / 16) - 7.5);
  const value = Math.min(1, Math.max(0, 1.2 - distance / 6 + 0.04 * random.normal()));
  return Math.abs(value - 0.5) < 0.02 ? value + 0.04 : value;
});

function arrival(
  loss: string,
  target: Parameters<typeof descendLoss>[0]["target"],
  last: number,
): LossIterate {
  const [end] = [...descendLoss({ loss, target, random: new Random(7), last })].slice(-1);
  return end;
}

describe("a descent from a random start", () => {
  it.each(MARGINAL_LOSSES)("on %s arrives at the minimiser that the theory gives", (loss) => {
    const { value } = minimiseLoss(loss, marginal);
    const start = arrival(loss, marginal, 1);
    const end = arrival(loss, marginal, 600);
    expect(start.e0).toBeGreaterThan(0.2);
    expect(end.loss).toBeGreaterThanOrEqual(value - 1e-12);
    expect(end.loss - value).toBeLessThan(2e-3 * (start.loss - value));
    expect(end.e1).toBe(0);
    expect(end.e0).toBeLessThan(0.01);
  });

  it("on rater-dice arrives at its minimiser, a voxel in part", () => {
    const raters = [
      [0, 1, 1, 0, 0],
      [1, 0, 1, 1, 1],
      [1, 0, 1, 0, 0],
    ];
    const end = arrival("rater-dice", raters, 3000);
    expect(end.loss).toBeCloseTo(1 - 0.7238576250846033, 6);
    expect(1 / (1 + Math.exp(-end.logits[1]))).toBeCloseTo(2 * Math.SQRT2 - 2, 2);
  });

  it("begins where the descent of the paper begins", () => {
    const [first] = descendLoss({ loss: "dice", target: marginal, random: new Random(3), last: 1 });
    const descent = new Descent({ marginal, random: new Random(3) });
    expect(first.logits).toEqual(descent.logits);
    const { softDice, l1, e0, e1 } = descent.measure();
    expect([first.loss, first.l1, first.e0, first.e1]).toEqual(
      [softDice, l1, e0, e1].map((value) => expect.closeTo(value, 12) as number),
    );
  });
});
