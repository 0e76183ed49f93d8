import { METHODS } from "../../src/raters/methods.ts";
import type { AnalysedMethod } from "../work/study/analysis.ts";

/** A line in a picture and in its legend; lengths in CSS pixels. */
export interface LineStyle {
  readonly colour: string;
  readonly dashes: readonly number[];
  readonly width: number;
}

/**
 * Colours that stand off dark images and tell apart for the colour-blind: Okabe & Ito, "Color universal design", 2008.
 * Dashes go with them, so that colour is never the only difference.
 */
const SKY = "#56b4e9";
const ORANGE = "#e69f00";
const GREEN = "#2bc48f";
const PINK = "#e091bd";
const VERMILION = "#f0702a";
const YELLOW = "#f0e442";

/** The segmentation of the threshold slider. */
export const THRESHOLD_LINE: LineStyle = { colour: "#ffffff", dashes: [], width: 2.2 };

export const METHOD_LINES: Readonly<Record<AnalysedMethod["name"], LineStyle>> = {
  diceOptimal: { colour: ORANGE, dashes: [], width: 2 },
  majority: { colour: SKY, dashes: [7, 4], width: 2 },
  meanRaterOptimal: { colour: GREEN, dashes: [2, 3], width: 2 },
  staple: { colour: PINK, dashes: [9, 3, 2, 3], width: 2 },
  union: { colour: YELLOW, dashes: [1, 3], width: 1.6 },
  intersection: { colour: VERMILION, dashes: [1, 3], width: 1.6 },
  unbiased: { colour: "#b0b0b0", dashes: [1, 2], width: 1.6 },
  half: { colour: SKY, dashes: [7, 4], width: 2 },
};

/** What a method is called in lists and legends. */
export function methodTitle(name: AnalysedMethod["name"]): string {
  return name === "half" ? "m ≥ 1/2" : METHODS[name].short;
}

const OBSERVER_COLOURS = [SKY, VERMILION, GREEN, PINK, ORANGE, YELLOW];
const OBSERVER_DASHES: readonly (readonly number[])[] = [[], [5, 3], [2, 2], [7, 2, 2, 2], [10, 3]];

/** The line of observer number `index`; thirty are told apart. */
export function observerLine(index: number): LineStyle {
  return {
    colour: OBSERVER_COLOURS[index % OBSERVER_COLOURS.length],
    dashes: OBSERVER_DASHES[Math.floor(index / OBSERVER_COLOURS.length + index) % OBSERVER_DASHES.length],
    width: 1.2,
  };
}
