import { computed, type ReadonlySignal } from "@preact/signals";
import { METHOD_LINES, observerLine, THRESHOLD_LINE } from "../planes/styles.ts";
import type { OutlineLayer } from "../planes/draw.ts";
import { change, parameter } from "./store.ts";
import { analysis, thresholdTaken } from "./study.ts";

/** Names of what is outlined: `a` for the threshold, a method, `o` and the index of an observer. */
export const lines: ReadonlySignal<ReadonlySet<string>> = (() => {
  const asked = parameter("viewer", "lines");
  return computed(() => new Set(asked.value.split(".").filter((name) => name !== "")));
})();

/** Outlines something, or no longer. */
export function toggleLine(name: string): void {
  const next = new Set(lines.value);
  if (!next.delete(name)) next.add(name);
  change("viewer", { lines: [...next].join(".") });
}

/** What is outlined, observers below methods, the threshold on top. */
export const outlines: ReadonlySignal<readonly OutlineLayer[]> = computed(() => {
  const found = analysis.value;
  if (found === undefined) return [];
  const shown = lines.value;
  const observers = found.observers
    .filter(({ index }) => shown.has(`o${index}`))
    .map(({ index, taken }) => ({ taken, style: observerLine(index) }));
  const methods = found.methods
    .filter(({ name }) => shown.has(name))
    .map(({ name, taken }) => ({ taken, style: METHOD_LINES[name] }));
  const taken = thresholdTaken.value;
  const threshold = taken === undefined || !shown.has("a") ? [] : [{ taken, style: THRESHOLD_LINE }];
  return [...observers, ...methods, ...threshold];
});
