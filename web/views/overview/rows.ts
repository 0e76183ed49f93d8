import type { Assigned } from "../../../src/study/assignment.ts";
import { sameName } from "../../../src/study/names.ts";
import { meanOfDefined } from "../../../src/raters/empty.ts";
import type { ConsensusSummary } from "../../../src/raters/consensusSummary.ts";
import type { StudyInfo } from "../../work/study/analysis.ts";

/** An observer of a row who has no mark in it, and why. */
export interface Gap {
  readonly observer: string;
  readonly text: string;
  readonly isFailure: boolean;
}

/** One structure of the matrix. */
export interface Row {
  readonly name: string;
  /** Index among the structures of the study; undefined for one that failed. */
  readonly index: number | undefined;
  readonly kind: "masks" | "map" | "failed";
  readonly observers: readonly string[];
  readonly gaps: readonly Gap[];
  /** Undefined until it is computed, for maps, and for what failed. */
  readonly figures: ConsensusSummary | undefined;
  /** Why there are no figures, and never will be. */
  readonly reason: string;
}

/** A delineation that does not count, where it would stand. */
export type Waiting = Assigned & { readonly why: string };

/** The rows of a study as far as they are computed. @param people all observers of the study */
export function rowsOf(
  info: StudyInfo,
  names: readonly string[],
  figures: ReadonlyMap<number, ConsensusSummary>,
  people: readonly string[],
  waiting: readonly Waiting[],
): Row[] {
  const shown = info.structures.map(({ kind, observers }, index): Row => {
    const own = observers.map(({ name }) => name);
    const summary = figures.get(index);
    return {
      name: names[index],
      index,
      kind,
      observers: own,
      gaps: kind === "map" ? [] : gapsOf(names[index], own, observers, people, waiting),
      figures: summary,
      reason: kind === "map" ? "A probability map, of no observers. Open it in the Viewer." : "",
    };
  });
  const failed = info.failures.map(({ structure, error }): Row => ({
    name: structure === "" ? error.subject : structure,
    index: undefined,
    kind: "failed",
    observers: [],
    gaps: [],
    figures: undefined,
    reason: `${error.problem}. ${upper(error.remedy)}.`,
  }));
  return [...shown, ...failed];
}

/** Observers who marked nothing, who did not draw the structure, and contours that do not count. */
function gapsOf(
  structure: string,
  own: readonly string[],
  observers: StudyInfo["structures"][number]["observers"],
  people: readonly string[],
  waiting: readonly Waiting[],
): Gap[] {
  const empty = observers
    .filter(({ voxels }) => voxels === 0)
    .map(({ name }): Gap => ({ observer: name, text: "marked nothing, and counts", isFailure: true }));
  const here = waiting.filter((one) => sameName(one.structure, structure) && one.observer !== "");
  const others = people
    .filter((name) => !own.some((one) => sameName(one, name)))
    .map((name): Gap => {
      const found = here.find((one) => sameName(one.observer, name));
      return found === undefined
        ? { observer: name, text: "not drawn", isFailure: false }
        : { observer: name, text: found.why === "" ? "left out" : found.why, isFailure: found.why !== "" };
    });
  const copies = here
    .filter(({ observer }) => own.some((name) => sameName(name, observer)))
    .map(({ observer, why }): Gap => ({
      observer,
      text: why === "" ? "another one waits" : why,
      isFailure: false,
    }));
  return [...empty, ...others, ...copies];
}

/** Mean Dice of each observer with all others. */
export function diceWithOthers({ agreement }: ConsensusSummary): number[] {
  return agreement.pairwiseDice.map((row, k) => meanOfDefined(row.filter((_, j) => j !== k)));
}

/** Who stands out, or who has the lowest mean Dice with the others; undefined for one observer. */
export function whoDiffers(
  figures: ConsensusSummary,
):
  | { readonly name: string; readonly dice: number; readonly next: number; readonly standsOut: boolean }
  | undefined {
  const { raters, agreement } = figures;
  if (raters.length < 2) return undefined;
  const dice = diceWithOthers(figures);
  const lowest = dice.reduce((best, value, k) => (value < dice[best] ? k : best), 0);
  const named = raters.findIndex(({ name }) => name === agreement.standsOut?.name);
  const k = named >= 0 ? named : lowest;
  const next = dice.reduce((least, value, j) => (j === k ? least : Math.min(least, value)), Infinity);
  return { name: raters[k].name, dice: dice[k], next, standsOut: named >= 0 };
}

/** What rows can be sorted by, and the value of each. */
export const SORTS = {
  name: ({ name }: Row) => name,
  mean: ({ figures }: Row) => figures?.marginal.volumeMl,
  dice: ({ figures }: Row) => figures?.agreement.meanPairwiseDice,
  hd95: ({ figures }: Row) => figures?.agreement.surface?.mean.hausdorff95Mm,
  majority: ({ figures }: Row) => figures?.methods.majority.volumeBias,
  optimal: ({ figures }: Row) => figures?.methods.diceOptimal.volumeBias,
  staple: ({ figures }: Row) => figures?.methods.staple.volumeBias,
  who: ({ figures }: Row) => (figures === undefined ? undefined : whoDiffers(figures)?.dice),
} as const;

export type SortKey = keyof typeof SORTS;

/** A sort as the address has it: `dice`, or `-dice` for the largest first. */
export function parseSort(
  text: string,
): { readonly key: SortKey; readonly isDescending: boolean } | undefined {
  const key = text.replace(/^-/u, "");
  return Object.hasOwn(SORTS, key) ? { key: key as SortKey, isDescending: text.startsWith("-") } : undefined;
}

/** Rows in order; those without a value come last in both directions, and equal ones stay as they were. */
export function sortRows(rows: readonly Row[], text: string): Row[] {
  const sort = parseSort(text);
  if (sort === undefined) return [...rows];
  const value = SORTS[sort.key];
  const sign = sort.isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    const isMissing = (one: typeof x): boolean => one === undefined || Number.isNaN(one);
    if (isMissing(x) || isMissing(y)) return Number(isMissing(x)) - Number(isMissing(y));
    return typeof x === "string"
      ? sign * x.localeCompare(y as string, "en", { numeric: true })
      : sign * ((x as number) - (y as number));
  });
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
