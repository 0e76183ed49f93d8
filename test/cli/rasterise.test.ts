import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { startPngThread } from "../../src/cli/pngs/thread.ts";
import { rasterise, twoAtOnce } from "../../src/cli/rasterise.ts";

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text y="15" font-family="DejaVu Sans">ab</text></svg>`;

describe("PNGs", () => {
  it("are drawn two at a time, in their order, and go on after one that fails", async () => {
    const [begun, most] = [[] as string[], { now: 0, ever: 0 }];
    const draw = twoAtOnce(async (text) => {
      begun.push(text);
      most.now += 1;
      most.ever = Math.max(most.ever, most.now);
      await turn();
      most.now -= 1;
      if (text === "b") throw new Error("b is no picture");
      return Uint8Array.of(text.charCodeAt(0));
    });
    const drawn = await Promise.allSettled(["a", "b", "c", "d", "e"].map((text) => draw(text)));
    expect(begun).toEqual(["a", "b", "c", "d", "e"]);
    expect(most.ever).toBe(2);
    expect(drawn.map(({ status }) => status === "fulfilled")).toEqual([true, false, true, true, true]);
  });

  it("are the same where the thread that should draw them does not start", async () => {
    // Of the sources there is no bundle, and so no thread.
    const { rasterise: draw, end } = startPngThread();
    const drawn = await Promise.all([draw(svg), draw(svg)]);
    end();
    const expected = rasterise(svg);
    for (const png of drawn) expect(Buffer.compare(png, expected)).toBe(0);
  });
});
