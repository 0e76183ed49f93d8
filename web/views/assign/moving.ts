import { signal } from "@preact/signals";
import { parseBracket, sameName } from "../../../src/study/names.ts";
import { stem } from "../../../src/study/foreign.ts";
import {
  itemKey,
  leaveOut,
  people,
  type Placed,
  place,
  placed,
  renameObserver,
  renameStructure,
  rows,
} from "../../state/assignment.ts";

/* What is being moved, by hand or by keyboard, and what dropping it does. */

/** What can be lifted: a delineation, a row or a column. */
export type Lifted =
  | { readonly kind: "item"; readonly item: Placed }
  | { readonly kind: "structure" | "observer"; readonly name: string };

export const lifted = signal<Lifted | undefined>(undefined);

/** Says to those who do not see it what a key did. */
export const spoken = signal("");

/** A place to drop; without a structure or an observer, a new one. */
export interface Target {
  readonly structure: string | undefined;
  readonly observer: string | undefined;
}

export function lift(what: Lifted): void {
  lifted.value = what;
  spoken.value = `Lifted ${titleOf(what)}. Arrow keys choose a place, Space drops, Escape puts it back.`;
}

/** Drops what is lifted. A row on a row, or a column on a column, makes one of the two. */
export async function dropOn(target: Target): Promise<void> {
  const what = lifted.value;
  lifted.value = undefined;
  if (what === undefined) return;
  if (what.kind === "item") {
    const to = {
      structure: target.structure ?? newStructure(what.item),
      observer: target.observer ?? newObserver(what.item),
    };
    if (sameCell(what.item, to) && what.item.counts) return;
    const name = titleOf(what);
    const { input, item } = what.item;
    if (await place(`Moved ${name} to ${to.structure}, ${to.observer}`, [{ input, item, ...to }]))
      spoken.value = `${name} is now ${to.structure} of ${to.observer}`;
  } else {
    const to = what.kind === "structure" ? target.structure : target.observer;
    if (to === undefined || sameName(to, what.name)) return;
    const isDone = await (what.kind === "structure" ? renameStructure : renameObserver)(what.name, to);
    if (isDone) spoken.value = `${what.name} is now part of ${to}`;
  }
}

export async function dropOut(): Promise<void> {
  const what = lifted.value;
  lifted.value = undefined;
  if (what?.kind === "item" && (await leaveOut(what.item))) spoken.value = `${titleOf(what)} is left out`;
}

/** Makes a delineation a structure of its own. */
export function splitOff(item: Placed): Promise<boolean> {
  const structure = newStructure(item);
  const { input, item: name, observer } = item;
  return place(`Split off ${structure}`, [{ input, item: name, structure, observer }]);
}

/** A name that no structure has: the delineation's own, or that with a number. */
function newStructure({ item, input }: Placed): string {
  const own = item === "" ? stem(input) : parseBracket(item).structure;
  return unusedName(own, rows.value);
}

function newObserver({ input }: Placed): string {
  return unusedName(stem(input), people.value);
}

function unusedName(name: string, used: readonly string[]): string {
  for (let n = 1; ; n++) {
    const tried = n === 1 ? name : `${name} ${n}`;
    if (!used.some((one) => sameName(one, tried))) return tried;
  }
}

function titleOf(what: Lifted): string {
  if (what.kind !== "item") return what.name;
  return what.item.item === "" ? what.item.input : what.item.item;
}

function sameCell(a: Target, b: Target): boolean {
  return sameName(a.structure ?? "", b.structure ?? "") && sameName(a.observer ?? "", b.observer ?? "");
}

/** What counts in a cell, and what could count there. */
export function inCell(
  structure: string,
  observer: string,
): {
  readonly counting: readonly Placed[];
  readonly waiting: readonly Placed[];
} {
  const here = placed.value.filter((one) => sameCell(one, { structure, observer }));
  return { counting: here.filter(({ counts }) => counts), waiting: here.filter(({ counts }) => !counts) };
}

export function isLifted(item: Placed): boolean {
  return lifted.value?.kind === "item" && itemKey(lifted.value.item) === itemKey(item);
}
