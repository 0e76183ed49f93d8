import { computed, type ReadonlySignal } from "@preact/signals";
import type { LineLayer } from "../planes/draw.ts";
import { METHOD_LINES, observerStyle, THRESHOLD_LINE } from "../planes/styles.ts";
import type { AnalysedMethod } from "../work/study/analysis.ts";
import type { ThresholdStep } from "../work/study/thresholdSteps.ts";
import { vectors } from "./figures.ts";
import { personNumber } from "./people.ts";
import { change, parameter } from "./store.ts";
import { analysis, steps, thresholdTaken } from "./study.ts";
import { single } from "./viewer.ts";

const askedLines = parameter("viewer", "lines");
const askedHidden = parameter("viewer", "hidden");

/** Names of methods that are outlined, and `a` for the threshold. */
export const lines: ReadonlySignal<ReadonlySet<string>> = computed(
  () => new Set(askedLines.value.split(".").filter((name) => name !== "")),
);

/** Indices of observers whose contours are hidden. */
export const hidden: ReadonlySignal<ReadonlySet<number>> = computed(
  () =>
    new Set(
      askedHidden.value
        .split(".")
        .filter((text) => text !== "")
        .map(Number),
    ),
);

/** Outlines methods of one segmentation, or no longer. */
export function toggleLines(names: readonly string[]): void {
  const isShown = names.some((name) => lines.value.has(name));
  const others = [...lines.value].filter((name) => !names.includes(name));
  change("viewer", { lines: [...others, ...(isShown ? [] : names.slice(0, 1))].join(".") });
}

/** Shows an observer's contours, or hides them. */
export function toggleObserver(index: number): void {
  const next = new Set(hidden.value);
  if (!next.delete(index)) next.add(index);
  change("viewer", { hidden: [...next].sort((a, b) => a - b).join(".") });
}

/** Methods that give one and the same segmentation; they share a row and a line. */
export interface MethodGroup {
  /** The first gives the row its figures and its line. */
  readonly methods: readonly AnalysedMethod[];
  /** The step of the threshold that gives the same; undefined where none does. */
  readonly step: ThresholdStep | undefined;
}

export const methodGroups: ReadonlySignal<readonly MethodGroup[]> = computed(() => {
  const found = analysis.value;
  if (found === undefined) return [];
  const isSame = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
    found.counts.every((count, p) => count === 0 || a[p] === b[p]);
  const groups: AnalysedMethod[][] = [];
  for (const method of found.methods) {
    const own = groups.find(([first]) => isSame(first.taken, method.taken));
    if (own === undefined) groups.push([method]);
    else own.push(method);
  }
  return groups.map((methods) => {
    const [{ voxels, taken }] = methods;
    const step = steps.value.find(
      (one) =>
        one.voxels === voxels &&
        found.marginal.every((m, p) => found.counts[p] === 0 || Number(m > one.from) === taken[p]),
    );
    return { methods, step };
  });
});

/** Whether a group's line is drawn. */
export function isOutlined({ methods }: MethodGroup): boolean {
  return methods.some(({ name }) => lines.value.has(name));
}

/** What is drawn: observers below, then methods, the threshold on top; whoever is shown alone over all. */
export const outlines: ReadonlySignal<readonly LineLayer[]> = computed(() => {
  const found = analysis.value;
  if (found === undefined) return [];
  const alone = single.value;
  const isDimmed = alone !== undefined;
  const observers = found.observers
    .filter(({ index }) => !hidden.value.has(index) || index === alone)
    .map(({ index, taken }, n): LineLayer => {
      const style = observerStyle(personNumber(index), index === alone);
      return {
        taken,
        vectors: vectors.value[index],
        style: index === alone ? { ...style, width: style.width + 1 } : style,
        mark: { shape: style.shape, direction: (2 * Math.PI * (n + 0.5)) / found.observers.length },
        isDimmed: isDimmed && index !== alone,
        observer: index,
      };
    })
    // Whoever is shown alone lies over the others.
    .sort((a, b) => Number(b.isDimmed) - Number(a.isDimmed));
  const shown = methodGroups.value.filter(isOutlined);
  const methods = [...shown].reverse().map(({ methods: [{ name, taken }] }): LineLayer => {
    return { taken, style: METHOD_LINES[name], isDimmed };
  });
  const taken = thresholdTaken.value;
  const isMethods =
    taken === undefined ||
    shown.some(({ methods: [method] }) => method.taken.every((value, p) => value === taken[p]));
  const threshold = isMethods || !lines.value.has("a") ? [] : [{ taken, style: THRESHOLD_LINE, isDimmed }];
  return isDimmed ? [...methods, ...threshold, ...observers] : [...observers, ...methods, ...threshold];
});
