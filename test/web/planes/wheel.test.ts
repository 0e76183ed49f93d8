import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WheelSteps, zoomFactor } from "../../../web/planes/wheel.ts";

/** Steps of events of so many pixels, `gapMs` apart. */
function steps(pixels: readonly number[], gapMs: number, deltaMode: number = 0): number {
  const wheel = new WheelSteps();
  return pixels.reduce((sum, deltaY, n) => sum + wheel.take({ deltaY, deltaMode, timeStamp: n * gapMs }), 0);
}

describe("turning the wheel", () => {
  it("makes one step of each notch, be it 100, 120 or 53 pixels, or three lines", () => {
    expect(steps([100, 100, 100], 400)).toBe(3);
    expect(steps([120, 120, 120], 400)).toBe(3);
    expect(steps([53, 53], 400)).toBe(2);
    expect(steps([3, 3], 400, 1)).toBe(2);
    expect(steps([-100, -100], 400)).toBe(-2);
  });

  it("makes two steps of twenty small ticks of a track pad", () => {
    expect(
      steps(
        Array.from({ length: 20 }, () => 10),
        16,
      ),
    ).toBe(2);
    expect(
      steps(
        Array.from({ length: 20 }, () => -4),
        16,
      ),
    ).toBe(0);
  });

  it("takes of a track pad's events one step each hundred pixels, however they are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 49 }), { minLength: 1, maxLength: 100 }), (ticks) => {
        const all = ticks.reduce((a, b) => a + b, 0);
        expect(steps(ticks, 16)).toBe(Math.floor(all / 100));
      }),
    );
  });

  it("forgets what was left over when the direction turns or a pause was made", () => {
    expect(steps([45, 45, -45, 45, 45], 16)).toBe(0);
    expect(steps([45, 45, 45], 400)).toBe(0);
  });

  it("zooms in and out by the same factor", () => {
    const [up, down] = [-40, 40].map((deltaY) => zoomFactor({ deltaY, deltaMode: 0 }));
    expect(up).toBeGreaterThan(1);
    expect(up * down).toBeCloseTo(1, 12);
  });
});
