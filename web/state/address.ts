import { PAPER_RATE } from "../../src/core/descent.ts";
import { PAPER_RHOS } from "../../src/synthetic/presets.ts";
import type { DescentParameters } from "../work/descent/parameters.ts";

/*
 * The address bar carries what is seen: `#explore?rho=0.07&l=20`. Values that are the default are left out. Nothing of
 * a loaded study enters it: structures and observers are numbers, and only a built-in example has a name.
 */

/** The views, as addresses call them. */
export const VIEWS = ["overview", "assign", "viewer", "explore", "paper"] as const;

export type View = (typeof VIEWS)[number];

/** What every view shows, apart from a study's data. */
export interface Address {
  readonly view: View;
  /** What is open, in every view of a study. */
  readonly study: {
    /** A built-in example; empty for files of one's own, which an address cannot carry. */
    readonly example: "" | "pelvis" | "blob" | "map";
  };
  readonly overview: {
    /** What rows are sorted by, and "-" before it for the other direction; empty for the order of the files. */
    readonly sort: string;
  };
  /** Assignment carries nothing: what it shows are names. */
  readonly assign: Record<string, never>;
  readonly viewer: {
    /** Index of the structure. */
    readonly structure: number;
    /** Indices of the observers that count; "auto" for all. */
    readonly count: string;
    /** Threshold on the marginal, or one of the marks that it stays at. */
    readonly threshold: string;
    /** Outlined: `a` the threshold's segmentation, a method's name, or `o` and the index of an observer. */
    readonly lines: string;
    /** Voxel under the crosshair, i.j.k; empty for the middle of the structure. */
    readonly at: string;
    readonly zoom: "structure" | "image";
    /** Opacity of the marginal, per cent. */
    readonly shade: number;
    readonly panel: "planes" | "3d";
  };
  readonly explore: DescentParameters & {
    /** Iteration shown. */
    readonly l: number;
    /** Threshold on σ(f). */
    readonly a: number;
  };
  readonly paper: {
    readonly samples: number;
    readonly seed: number;
    readonly rho: string;
  };
}

export const DEFAULT_ADDRESS: Address = {
  view: "overview",
  study: { example: "" },
  overview: { sort: "" },
  assign: {},
  viewer: {
    structure: 0,
    count: "auto",
    threshold: "t",
    lines: "a.majority.staple",
    at: "",
    zoom: "structure",
    shade: 50,
    panel: "planes",
  },
  explore: {
    source: "synthetic",
    rho: 0.05,
    preset: "table1",
    seed: 1,
    sample: 0,
    v: 0.4,
    start: "random",
    rate: PAPER_RATE,
    iterations: 200,
    l: 1,
    a: 0.5,
  },
  paper: { samples: 20, seed: 1, rho: PAPER_RHOS.join("_") },
};

/** The groups of parameters in an address. */
export type AddressPart = Exclude<keyof Address, "view">;

/** Views that show what is open. */
const OF_A_STUDY: readonly View[] = ["overview", "assign", "viewer"];

/** Names of views in links of earlier versions. */
const EARLIER: ReadonlyMap<string, View> = new Map([
  ["observers", "viewer"],
  ["descent", "explore"],
]);

/** What each parameter may be: a choice, a range of numbers (whole where the step is 1), or text of a pattern. */
type Rule =
  readonly string[] | { readonly least: number; readonly most: number; readonly whole?: true } | RegExp;

const ANY_COUNT: Rule = { least: 0, most: 2 ** 31 - 1, whole: true };

const RULES: { readonly [Part in AddressPart]: { readonly [Key in keyof Address[Part]]: Rule } } = {
  study: { example: ["", "pelvis", "blob", "map"] },
  assign: {},
  overview: { sort: /^-?[a-zA-Z0-9]{0,20}$/ },
  viewer: {
    structure: ANY_COUNT,
    count: /^(auto|none|\d+(\.\d+)*)$/,
    threshold: /^(t|half|staple|[01](\.\d{1,6})?)$/,
    lines: /^([A-Za-z0-9]+(\.[A-Za-z0-9]+)*)?$/,
    at: /^(\d+\.\d+\.\d+)?$/,
    zoom: ["structure", "image"],
    shade: { least: 0, most: 100, whole: true },
    panel: ["planes", "3d"],
  },
  explore: {
    source: ["synthetic", "sharp", "constant", "study"],
    rho: { least: 0, most: 0.2 },
    preset: ["table1", "literal"],
    seed: ANY_COUNT,
    sample: ANY_COUNT,
    v: { least: 0.05, most: 1 },
    start: ["random", "zero", "empty", "full", "marginal"],
    rate: { least: 0.1, most: 1000 },
    iterations: { least: 2, most: 500, whole: true },
    l: { least: 1, most: 500, whole: true },
    a: { least: 0.01, most: 0.99 },
  },
  paper: {
    samples: { least: 1, most: 1000, whole: true },
    seed: ANY_COUNT,
    rho: /^0\.\d+(_0\.\d+)*$/,
  },
};

/** Parts whose parameters stand in the address of a view. */
export function partsOf(view: View): readonly AddressPart[] {
  return OF_A_STUDY.includes(view) ? ["study", view] : [view];
}

/** Reads the part of an address after `#`. What is unknown or out of range is left at its default. */
export function parseAddress(hash: string): Address {
  const [written = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const view = VIEWS.find((name) => name === (EARLIER.get(written) ?? written));
  if (view === undefined) return DEFAULT_ADDRESS;
  const parameters = [...new URLSearchParams(query)];
  const read = partsOf(view).map((part) => {
    const rules = RULES[part] as Readonly<Record<string, Rule>>;
    const values = parameters
      .filter(([key]) => Object.hasOwn(rules, key))
      .map(([key, text]) => [key, accept(rules[key], text)] as const)
      .filter(([, value]) => value !== undefined);
    return [part, { ...DEFAULT_ADDRESS[part], ...Object.fromEntries(values) }] as const;
  });
  return { ...DEFAULT_ADDRESS, view, ...Object.fromEntries(read) };
}

/** The part of an address from `#` on: the current view and its parameters that are not the default. */
export function formatAddress(address: Address): string {
  const parameters = new URLSearchParams();
  for (const part of partsOf(address.view)) {
    const defaults = DEFAULT_ADDRESS[part] as Readonly<Record<string, string | number>>;
    for (const [key, value] of Object.entries(address[part])) {
      if (value !== defaults[key]) parameters.set(key, String(value));
    }
  }
  const query = parameters.toString();
  return `#${address.view}${query === "" ? "" : `?${query}`}`;
}

function accept(rule: Rule, text: string): string | number | undefined {
  if (rule instanceof RegExp) return text.length < 2000 && rule.test(text) ? text : undefined;
  if (!("least" in rule)) return rule.includes(text) ? text : undefined;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const fits = value >= rule.least && value <= rule.most && (rule.whole !== true || Number.isInteger(value));
  return fits ? value : undefined;
}
