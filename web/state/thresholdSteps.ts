import { change } from "./store.ts";
import { analysis, marks, steps, threshold } from "./study.ts";

/** Of maps with more steps than these, arrow keys move by thresholds instead. */
const MOST_STEPS = 64;
const MAP_STRIDE = 0.005;

/** Chooses the n-th segmentation that a threshold can make, from {m > 0} on: at t or 1/2 where it holds one, else in its middle. */
export function chooseStep(n: number): void {
  const all = steps.peek();
  const last = Math.max(0, all.length - 2);
  const index = Math.max(0, Math.min(last, n));
  const from = all[index]?.from ?? 0;
  const to = all[index + 1]?.from ?? 1;
  const holds = (a: number): boolean => a >= from && a < to;
  const t = analysis.peek()?.optimum.threshold ?? Number.NaN;
  const key = holds(t) ? "t" : holds(0.5) ? "half" : String(Number(((from + to) / 2).toFixed(6)));
  change("viewer", { threshold: key });
}

/** As near to t or 1/2 as this, a threshold that is pointed at snaps to it: some three pixels. */
const SNAP = 0.006;

/** Chooses a threshold in [0, 1); near t and 1/2 these, unless it came from one of them by a key. */
export function chooseThreshold(a: number, snap: number = SNAP): void {
  const near = marks.peek().find((mark) => mark.key !== "staple" && Math.abs(mark.a - a) < snap);
  if (near !== undefined) return change("viewer", { threshold: near.key });
  change("viewer", { threshold: String(Number(Math.max(0, Math.min(0.999, a)).toFixed(3))) });
}

/** Chooses a neighbouring segmentation. */
export function stepThreshold(by: 1 | -1): void {
  const chosen = threshold.peek();
  if (chosen === undefined) return;
  if (steps.peek().length > MOST_STEPS) chooseThreshold(chosen.a + by * MAP_STRIDE, 0);
  else chooseStep(steps.peek().indexOf(chosen.step) + by);
}
