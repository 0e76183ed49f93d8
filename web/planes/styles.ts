import { METHODS } from "../../src/raters/methods.ts";
import type { AnalysedMethod } from "../work/study/analysis.ts";

/** A line in a picture and in its legend; lengths in CSS pixels. */
export interface LineStyle {
  readonly colour: string;
  readonly dashes: readonly number[];
  readonly width: number;
}

/** How an observer is shown everywhere: lists, charts, planes and in three dimensions. */
export interface ObserverStyle extends LineStyle {
  /** The data of an SVG path around (0, 0), about 10 px across: the second cue beside the colour. */
  readonly shape: string;
}

/** Shapes that tell observers apart without colour, in the order of the colours. */
export const SHAPES: readonly string[] = [
  "M-4.7 0a4.7 4.7 0 1 0 9.4 0a4.7 4.7 0 1 0-9.4 0Z",
  "M-4.3-4.3H4.3V4.3H-4.3Z",
  "M0-5L5 4H-5Z",
  "M0-5.6L5.6 0L0 5.6L-5.6 0Z",
  "M0 5L5-4H-5Z",
  "M-1.7-5h3.4v3.3H5v3.4H1.7V5h-3.4V1.7H-5v-3.4h3.3Z",
  "M0-5.4L4.7-2.7V2.7L0 5.4L-4.7 2.7V-2.7Z",
  "M0-5.6L1.5-1.7L5.5-1.7L2.3.9L3.4 5L0 2.6L-3.4 5L-2.3.9L-5.5-1.7L-1.5-1.7Z",
];

/** Okabe & Ito, "Color universal design", 2008; their black is light grey on the dark of images. */
const COLOURS = ["#e69f00", "#56b4e9", "#009e73", "#d55e00", "#cc79a7", "#0072b2", "#f0e442", "#d0d4d9"];

/** Of an observer beyond those with a colour, and of one of them who is pointed at. */
const GREY = "#8b939c";
const POINTED_AT = "#ff9e64";

/** The look of observer number `index`; from the ninth on it is grey unless `isPointedAt`. */
export function observerStyle(index: number, isPointedAt: boolean = false): ObserverStyle {
  const shape = SHAPES[index % SHAPES.length];
  const own = COLOURS.at(index);
  if (own !== undefined) return { colour: own, shape, dashes: [], width: 1.8 };
  return { colour: isPointedAt ? POINTED_AT : GREY, shape, dashes: [], width: isPointedAt ? 1.8 : 1.4 };
}

/** The segmentation of the threshold, where it is no method's. */
export const THRESHOLD_LINE: LineStyle = { colour: "#a9aaf5", dashes: [], width: 2.4 };

/** White or light lines that differ by their dashes; observers have the colours. */
export const METHOD_LINES: Readonly<Record<AnalysedMethod["name"], LineStyle>> = {
  diceOptimal: { colour: "#ffffff", dashes: [], width: 2.4 },
  majority: { colour: "#ffffff", dashes: [9, 4], width: 2.2 },
  meanRaterOptimal: { colour: "#ffffff", dashes: [9, 3, 2, 3], width: 2.2 },
  staple: { colour: "#f0e442", dashes: [2, 3.5], width: 2.4 },
  union: { colour: "#b4bbc4", dashes: [8, 3], width: 1.5 },
  intersection: { colour: "#b4bbc4", dashes: [3, 3], width: 1.5 },
  unbiased: { colour: "#b4bbc4", dashes: [1.5, 4], width: 1.8 },
  half: { colour: "#ffffff", dashes: [9, 4], width: 2.2 },
};

/** What a method is called in lists and legends. */
export function methodTitle(name: AnalysedMethod["name"]): string {
  return name === "half" ? "At least half (1/2)" : METHODS[name].short;
}
