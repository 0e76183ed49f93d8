import { scale } from "@observablehq/plot";
import type { Numbers } from "../core/check.ts";

/**
 * Colours for categories: Okabe & Ito, "Color universal design", 2008, without yellow, which a white page swallows.
 * The first four reach a contrast of 3:1 on the light and on the dark page; use the others with a casing or a pattern.
 */
export const CATEGORIES: readonly string[] = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
];

/** Dash patterns that go with {@link CATEGORIES}, so that colour is never the only difference. */
export const DASHES: readonly string[] = ["none", "7 3", "2 2.5", "8 3 2 3", "12 3", "4 4"];

/**
 * Names of the colour maps: `viridis` for probabilities, `paleGray` (white to middle gray) for probabilities under
 * outlines, `gray` (black to white) for images, `blues` for matrices, `paperHeat` for maps with gaps: its first colour is white,
 * the others run from pale yellow to dark red.
 */
export type ColourMapName = "viridis" | "paleGray" | "gray" | "blues" | "paperHeat";

/** 256 colours from low to high, 3 bytes each: red, green, blue (sRGB). */
export function colourMap(name: ColourMapName): Uint8Array {
  return MAPS[name];
}

const MAPS: Record<ColourMapName, Uint8Array> = {
  viridis: sampled(schemeAt("viridis", 0, 1)),
  paleGray: sampled((t) => grayLevel(255 - 125 * t)),
  gray: sampled((t) => grayLevel(255 * t)),
  blues: sampled(schemeAt("blues", 0, 0.9)),
  paperHeat: withFirst(sampled(schemeAt("ylorrd", 0.1, 1)), [255, 255, 255]),
};

/**
 * Indices 0 … 255 into a colour map for values in [low, high]; values outside get the nearer end, NaN the low one.
 */
export function toIndices(values: Numbers, [low, high]: readonly [number, number]): Uint8Array {
  const factor = high > low ? 256 / (high - low) : 0;
  return Uint8Array.from({ length: values.length }, (_, i) =>
    Math.max(0, Math.min(255, Math.floor((values[i] - low) * factor) || 0)),
  );
}

/** Colour number `index` of a map as `#rrggbb`. */
export function hexColour(map: Uint8Array, index: number): string {
  return `#${[...map.subarray(3 * index, 3 * index + 3)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** Contrast of two colours `#rrggbb`, in [1, 21] (WCAG 2.2, "contrast ratio"). */
export function contrastRatio(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever is easier to read on `background` (`#rrggbb`). */
export function readableOn(background: string): "#000000" | "#ffffff" {
  return contrastRatio("#000000", background) >= contrastRatio("#ffffff", background) ? "#000000" : "#ffffff";
}

/** Relative luminance of `#rrggbb`, in [0, 1] (WCAG 2.2). */
function luminance(colour: string): number {
  const [red, green, blue] = parse(colour).map((byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The map with another first colour. */
function withFirst(map: Uint8Array, first: readonly number[]): Uint8Array {
  map.set(first, 0);
  return map;
}

type Rgb = readonly [red: number, green: number, blue: number];

function sampled(colourAt: (t: number) => Rgb): Uint8Array {
  const map = new Uint8Array(768);
  for (let i = 0; i < 256; i++) map.set(colourAt(i / 255).map(Math.round), 3 * i);
  return map;
}

function grayLevel(level: number): Rgb {
  return [level, level, level];
}

/** One of Plot's colour schemes between the fractions `from` and `to` of its length. */
function schemeAt(scheme: "viridis" | "blues" | "ylorrd", from: number, to: number): (t: number) => Rgb {
  const { apply } = scale({ color: { type: "linear", scheme, domain: [0, 1] } });
  return (t) => parse(String(apply(from + t * (to - from))));
}

/** Red, green and blue of `#rrggbb` or `rgb(r, g, b)`, 0 … 255. */
function parse(colour: string): Rgb {
  const parts = colour.startsWith("#")
    ? [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16))
    : (colour.match(/\d+/g) ?? []).map(Number);
  return parts as unknown as Rgb;
}
