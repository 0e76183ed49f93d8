import { stem } from "./foreign.ts";
import type { Item } from "./item.ts";
import { canonicalName, couldBeObserver, parseBracket } from "./names.ts";

/** Whether names of files say observers in brackets, as those that are converted from contours do. */
export function haveBrackets(items: readonly Item[]): boolean {
  const observers = new Map<string, Set<string>>();
  for (const { place, said } of items) {
    const { structure, bracket } = parseBracket(stem(place));
    if (bracket === undefined || said.observer !== undefined || !couldBeObserver(bracket)) continue;
    const key = canonicalName(structure);
    observers.set(key, (observers.get(key) ?? new Set()).add(canonicalName(bracket)));
  }
  return [...observers.values()].some(({ size }) => size > 1);
}
