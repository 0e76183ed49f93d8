import { computed, type ReadonlySignal } from "@preact/signals";
import {
  type Assigned,
  type Assignment,
  assignmentOf,
  type Cell,
  cellKey,
  type Suggestion,
  suggestionsFor,
} from "../../src/study/assignment.ts";
import type { Decision } from "../../src/study/decisions.ts";
import { canonicalName, sameName } from "../../src/study/names.ts";
import { take } from "./history.ts";
import { choices, study } from "./study.ts";

/* Where every delineation stands, and the ways to change that. Each change is a step of the history. */

/** A delineation where it stands, and what came of it. */
export interface Placed extends Assigned {
  readonly voxels: number | null;
  readonly decision: Decision["decision"];
  readonly why: string;
}

export const assignment: ReadonlySignal<Assignment> = computed(
  () => choices.value.assignment ?? assignmentOf(study.value?.info.items ?? []),
);

/** Reasons of the first reading, which a later assignment no longer says. */
const firstReasons = new WeakMap<object, ReadonlyMap<string, string>>();

export const placed: ReadonlySignal<readonly Placed[]> = computed(() => {
  const open = study.value;
  if (open === undefined) return [];
  const items = new Map(open.info.items.map((item) => [itemKey(item), item]));
  if (choices.value.assignment === undefined)
    firstReasons.set(open.remote, new Map(open.info.items.map((item) => [itemKey(item), item.why])));
  const first = firstReasons.get(open.remote);
  const known = new Set(assignment.value.map(itemKey));
  const added = open.info.items.filter((item) => !known.has(itemKey(item)));
  return [...assignment.value, ...added.map((item) => ({ ...item, counts: false }))].map((one) => {
    const found = items.get(itemKey(one));
    const decision = found?.decision ?? "left out";
    const why = one.counts ? (found?.why ?? "") : (first?.get(itemKey(one)) ?? "");
    return { ...one, voxels: found?.voxels ?? null, decision, why };
  });
});

/** Observers of the whole study in the order of their names; a person's colour and shape are those of the place here. */
export const people: ReadonlySignal<readonly string[]> = computed(() => {
  const names = new Map<string, string>();
  for (const { observers } of study.value?.info.structures ?? [])
    for (const { name } of observers) names.set(cellKey({ structure: "", observer: name }), name);
  for (const { observer, counts } of placed.value)
    if (counts) names.set(cellKey({ structure: "", observer }), observer);
  return [...names.values()].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
});

/** The place of an observer among the study's {@link people}. */
export function personIndex(name: string): number {
  return Math.max(
    0,
    people.value.findIndex((one) => sameName(one, name)),
  );
}

/** Structures of which something counts, in the order of all delineations: what is left out moves no row. */
export const rows: ReadonlySignal<readonly string[]> = computed(() => {
  const names = new Map<string, string | undefined>();
  for (const { structure, counts } of placed.value) {
    const key = canonicalName(structure);
    names.set(key, names.get(key) ?? (counts ? structure : undefined));
  }
  return [...names.values()].filter((name) => name !== undefined);
});

export const suggestions: ReadonlySignal<readonly Suggestion[]> = computed(() =>
  suggestionsFor(placed.value),
);

/** What tells delineations apart. */
export function itemKey({ input, item }: { readonly input: string; readonly item: string }): string {
  return JSON.stringify([input, item]);
}

/** Puts delineations into places; whatever counted there before steps aside and can be chosen again. */
export function place(
  what: string,
  moves: readonly (Cell & { input: string; item: string })[],
): Promise<boolean> {
  const to = new Map(moves.map((move) => [itemKey(move), move]));
  const taken = new Set(moves.map(cellKey));
  return edit(what, () => (one) => {
    const move = to.get(itemKey(one));
    if (move !== undefined)
      return { ...one, structure: move.structure, observer: move.observer, counts: true };
    return taken.has(cellKey(one)) ? { ...one, counts: false } : one;
  });
}

/** Takes a delineation out; it waits among those without a place. */
export function leaveOut(item: Assigned): Promise<boolean> {
  return edit(
    `Left out ${item.item || item.input}`,
    () => (one) => (itemKey(one) === itemKey(item) ? { ...one, counts: false } : one),
  );
}

/** Gives a structure another name; under the name of another it joins that one. */
export function renameStructure(from: string, to: string): Promise<boolean> {
  return rename(`Renamed ${from} to ${to}`, "structure", from, to);
}

/** Gives an observer another name everywhere; under the name of another both are one person. */
export function renameObserver(from: string, to: string): Promise<boolean> {
  return rename(`Renamed ${from} to ${to}`, "observer", from, to);
}

/** Names a structure or an observer anew. Where both stood in one place, the one that was there counts. */
function rename(what: string, part: keyof Cell, from: string, to: string): Promise<boolean> {
  const name = to.trim();
  if (name === "" || name === from) return Promise.resolve(false);
  return edit(what, (all) => {
    const taken = new Set(all.filter((one) => one.counts && !sameName(one[part], from)).map(cellKey));
    return (one) => {
      if (!sameName(one[part], from)) return one;
      const renamed = { ...one, [part]: name };
      return { ...renamed, counts: one.counts && !taken.has(cellKey(renamed)) };
    };
  });
}

/** @param changeOf gives the change of each delineation, by where all stand when its turn comes */
function edit(what: string, changeOf: (all: Assignment) => (one: Assigned) => Assigned): Promise<boolean> {
  return take(what, (now) => {
    const all = placed
      .peek()
      .map(({ input, item, structure, observer, counts }) => ({ input, item, structure, observer, counts }));
    return { ...now, assignment: all.map(changeOf(all)) };
  });
}
