import { describe, expect, it } from "vitest";
import {
  CATEGORIES,
  colourMap,
  contrastRatio,
  hexColour,
  readableOn,
  toIndices,
} from "../../src/report/colour.ts";
import { DARK, LIGHT } from "../../src/report/theme.ts";

describe("contrastRatio", () => {
  it("gives the values that WCAG states", () => {
    expect(contrastRatio("#000000", "#ffffff")).toBeCloseTo(21, 10);
    expect(contrastRatio("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    expect(contrastRatio("#ff0000", "#ffffff")).toBeCloseTo(4.0, 2);
  });
});

describe.each([
  ["light", LIGHT],
  ["dark", DARK],
])("the %s page", (_, theme) => {
  it("has text of 4.5:1 on both of its backgrounds", () => {
    for (const background of [theme.background, theme.raised]) {
      for (const text of [theme.ink, theme.muted, theme.link, theme.alert]) {
        expect(contrastRatio(text, background)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it("shows the first four categories at 3:1", () => {
    for (const colour of CATEGORIES.slice(0, 4)) {
      expect(contrastRatio(colour, theme.background)).toBeGreaterThanOrEqual(3);
    }
  });
});

describe("colour maps", () => {
  it("has matplotlib's viridis", () => {
    const map = colourMap("viridis");
    // matplotlib.colormaps["viridis"].colors at 0, 64, 128, 255
    expect([0, 64, 128, 255].map((index) => hexColour(map, index))).toEqual([
      "#440154",
      "#3b528b",
      "#21918c",
      "#fde725",
    ]);
  });

  it.each(["viridis", "gray"] as const)(
    "grows lighter all along %s, so that it survives a black-and-white print",
    (name) => {
      const map = colourMap(name);
      const lightness = Array.from({ length: 256 }, (_, i) => contrastRatio(hexColour(map, i), "#000000"));
      for (let i = 5; i < 256; i += 5) expect(lightness[i]).toBeGreaterThan(lightness[i - 5]);
    },
  );

  it.each(["blues", "paleGray"] as const)("starts %s near white and grows darker", (name) => {
    const map = colourMap(name);
    expect(contrastRatio(hexColour(map, 0), "#ffffff")).toBeLessThan(1.1);
    expect(contrastRatio(hexColour(map, 255), "#ffffff")).toBeGreaterThan(3);
  });

  it("finds a text colour of 4.5:1 on every colour", () => {
    for (const name of ["viridis", "gray", "blues"] as const) {
      for (let i = 0; i < 256; i++) {
        const colour = hexColour(colourMap(name), i);
        expect(contrastRatio(readableOn(colour), colour)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it("spreads a domain over its colours, ends included, and clips what is outside", () => {
    expect([...toIndices([0, 0.5, 1, -1, 2, Number.NaN], [0, 1])]).toEqual([0, 128, 255, 0, 255, 0]);
    expect([...toIndices([-10, 0, 10], [-10, 10])]).toEqual([0, 128, 255]);
    expect([...toIndices([3], [3, 3])]).toEqual([0]);
  });
});
