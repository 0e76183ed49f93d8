import { describe, expect, it } from "vitest";
import { draggedWindow, greyOf, greyRange, paintGreys, presetsOf } from "../../../web/planes/greyLevels.ts";

describe("grey levels", () => {
  it("go from black to white over the window, with the level in the middle", () => {
    const window = { width: 400, level: 40 };
    expect([-1000, -160, 40, 239.9, 240, 3000].map((value) => greyOf(value, window))).toEqual([
      0, 0, 128, 255, 255, 255,
    ]);
    expect(greyOf(Number.NaN, window)).toBe(0);
  });

  it("are the same painted all at once", () => {
    const window = { width: 250, level: 125 };
    const values = Float32Array.from({ length: 301 }, (_, n) => n - 25);
    const pixels = new Uint32Array(values.length);
    paintGreys(values, window, pixels);
    values.forEach((value, n) => {
      const grey = greyOf(value, window);
      expect([value, pixels[n]]).toEqual([value, 0xff000000 + 0x010101 * grey]);
    });
  });

  it("have percentiles of the image that are not moved by what is not finite", () => {
    const data = Float32Array.from({ length: 1001 }, (_, n) => n);
    data[500] = Number.NaN;
    expect(greyRange(data)).toEqual({ low: 9, high: 999, least: 0, most: 1000 });
  });

  it("begin with Hounsfield windows for CT and with the image's own range otherwise", () => {
    const range = { low: 10, high: 1010, least: 0, most: 2000 };
    expect(presetsOf(range, true)[0]).toEqual({ name: "Soft tissue", width: 400, level: 40 });
    expect(presetsOf(range, false)[0]).toEqual({ name: "Usual", width: 1000, level: 510 });
    expect(presetsOf({ low: 3, high: 3, least: 3, most: 3 }, false).every(({ width }) => width > 0)).toBe(
      true,
    );
  });

  it("widen by a drag to the right and darken by one upwards", () => {
    const range = { low: 0, high: 500, least: 0, most: 500 };
    expect(draggedWindow({ width: 100, level: 50 }, 20, -30, range)).toEqual({ width: 120, level: 80 });
    expect(draggedWindow({ width: 100, level: 50 }, -500, 0, range).width).toBeGreaterThan(0);
  });
});
