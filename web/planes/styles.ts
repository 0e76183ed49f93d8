import { METHODS } from "../../src/raters/methods.ts";
import type { AnalysedMethod } from "../work/study/analysis.ts";

/** A line in a picture and in its legend; lengths in CSS pixels. */
export interface LineStyle {
  readonly colour: string;
  readonly dashes: readonly number[];
  readonly width: number;
}

/** What stands for an observer beside the colour, so that colour is never the only difference. */
export type Shape = "circle" | "square" | "triangle" | "diamond" | "wedge" | "cross" | "bar" | "ring";

/** How an observer is shown everywhere: lists, charts, planes and in three dimensions. */
export interface ObserverStyle extends LineStyle {
  readonly shape: Shape;
}

/**
 * Okabe & Ito, "Color universal design", 2008; their black is light grey on the dark of images. A shape goes with each.
 */
const OBSERVERS: readonly (readonly [colour: string, shape: Shape])[] = [
  ["#e69f00", "circle"],
  ["#56b4e9", "square"],
  ["#009e73", "triangle"],
  ["#d55e00", "diamond"],
  ["#cc79a7", "wedge"],
  ["#0072b2", "cross"],
  ["#f0e442", "bar"],
  ["#d0d4d9", "ring"],
];

/** Observers beyond those with a colour of their own. */
const OTHERS: ObserverStyle = { colour: "#8b939c", shape: "circle", dashes: [], width: 1.4 };

/** What an observer without a colour gets while it is pointed at. */
const POINTED_AT = "#ff9e64";

/** The look of observer number `index`; of the ninth on it is grey until `isPointedAt`. */
export function observerStyle(index: number, isPointedAt: boolean = false): ObserverStyle {
  const own = OBSERVERS.at(index);
  if (own === undefined) return isPointedAt ? { ...OTHERS, colour: POINTED_AT, width: 1.8 } : OTHERS;
  return { colour: own[0], shape: own[1], dashes: [], width: 1.8 };
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

/** The outline of a shape around (0, 0), as the data of an SVG path. @param r half of its width */
export function shapePath(shape: Shape, r: number): string {
  const s = (factor: number): string => (factor * r).toFixed(2);
  switch (shape) {
    case "square":
      return `M${s(-0.9)} ${s(-0.9)}H${s(0.9)}V${s(0.9)}H${s(-0.9)}Z`;
    case "triangle":
      return `M0 ${s(-1.1)}L${s(1.1)} ${s(0.85)}H${s(-1.1)}Z`;
    case "wedge":
      return `M0 ${s(1.1)}L${s(1.1)} ${s(-0.85)}H${s(-1.1)}Z`;
    case "diamond":
      return `M0 ${s(-1.25)}L${s(1.25)} 0L0 ${s(1.25)}L${s(-1.25)} 0Z`;
    case "cross":
      return `M${s(-0.4)} ${s(-1.1)}H${s(0.4)}V${s(-0.4)}H${s(1.1)}V${s(0.4)}H${s(0.4)}V${s(1.1)}H${s(-0.4)}V${s(0.4)}H${s(-1.1)}V${s(-0.4)}H${s(-0.4)}Z`;
    case "bar":
      return `M${s(-1.2)} ${s(-0.55)}H${s(1.2)}V${s(0.55)}H${s(-1.2)}Z`;
    case "ring":
    case "circle":
      return circle(s, 1) + (shape === "ring" ? circle(s, 0.45) : "");
  }
}

function circle(s: (factor: number) => string, r: number): string {
  return `M${s(-r)} 0A${s(r)} ${s(r)} 0 1 0 ${s(r)} 0A${s(r)} ${s(r)} 0 1 0 ${s(-r)} 0Z`;
}
