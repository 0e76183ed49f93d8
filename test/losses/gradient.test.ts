import { describe, expect, it } from "vitest";
import { sigmoid } from "../../src/core/elementary.ts";
import { Random } from "../../src/core/random.ts";
import { lossGradient, lossValue, type LossTarget, writeGradient } from "../../src/losses/losses.ts";
import { parseLoss } from "../../src/losses/registry.ts";
import { MARGINAL_LOSSES } from "../support/losses.ts";

const STEP = 1e-5;

/** Central differences of F ↦ L(σ(F)), whose error is of the order of STEP². */
function differences(loss: string, f: Float64Array, target: LossTarget): number[] {
  const at = (i: number, by: number): number =>
    lossValue(
      loss,
      f.map((logit, j) => sigmoid(i === j ? logit + by : logit)),
      target,
    );
  return Array.from(f, (_, i) => (at(i, STEP) - at(i, -STEP)) / (2 * STEP));
}

describe("the gradient with respect to the logits", () => {
  const random = new Random(11);
  const f = random.fillNormal(new Float64Array(12));
  const marginal = Float64Array.from(f, (_, i) => (i < 2 ? i : random.uniform()));

  it.each(MARGINAL_LOSSES)("of %s agrees with differences", (loss) => {
    const gradient = lossGradient(loss, f, marginal);
    differences(loss, f, marginal).forEach((slope, i) => expect(gradient[i]).toBeCloseTo(slope, 8));
  });

  it("of rater-dice agrees with differences", () => {
    const raters = [0, 1, 2].map(() => Array.from(f, () => random.integer(2)));
    const gradient = lossGradient("rater-dice", f, raters);
    differences("rater-dice", f, raters).forEach((slope, i) => expect(gradient[i]).toBeCloseTo(slope, 8));
  });

  it.each(MARGINAL_LOSSES)("of %s is finite where σ(F) rounds to 0 or 1", (name) => {
    const gradient = lossGradient(name, [-800, -40, 0, 40, 800], [0.5, 0, 1, 1, 0.5]);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it("is written to an array that is given, in its precision", () => {
    const loss = parseLoss("dice+cross-entropy:1,1");
    if (loss.target !== "marginal") throw new Error("is a loss of observers");
    const out = new Float32Array(f.length);
    expect(writeGradient(loss, f, marginal, out)).toBe(out);
    expect(out).toEqual(Float32Array.from(lossGradient(loss.name, f, marginal)));
  });

  it("of a batch has one ratio over all its images", () => {
    const images = [marginal.subarray(0, 5), marginal.subarray(5)];
    const whole = lossGradient("batch-dice", f, marginal);
    const apart = [
      ...lossGradient("dice", f.subarray(0, 5), images[0]),
      ...lossGradient("dice", f.subarray(5), images[1]),
    ];
    expect(whole).toEqual(lossGradient("dice", f, marginal));
    expect(whole[0]).not.toBeCloseTo(apart[0], 3);
  });
});
