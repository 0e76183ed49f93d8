import { type DistanceTasks, measureTask } from "../../raters/agreement/distanceTasks.ts";
import type { Directed } from "../../raters/agreement/directed.ts";
import type { SurfaceSpace } from "../../raters/agreement/surfaceSpace.ts";

/** Numbers of a {@link Directed}. */
const NUMBERS = 5;

/** Milliseconds after which a task that another thread took is done again: that thread may have ended. */
const PATIENCE_MS = 10_000;

/** What two threads share to work on the same tasks. */
export interface SharedTasks extends DistanceTasks {
  /** Tasks that were taken so far, at 0; from 1 on, whether each task is done. */
  readonly states: Int32Array<SharedArrayBuffer>;
  /** What was measured, task by task. */
  readonly results: Float64Array<SharedArrayBuffer>;
}

export function shareTasks(given: DistanceTasks): SharedTasks {
  const measured = given.tasks.reduce((sum, { from }) => sum + from.length, 0);
  return {
    ...given,
    states: new Int32Array(new SharedArrayBuffer(4 * (given.tasks.length + 1))),
    results: new Float64Array(new SharedArrayBuffer(8 * NUMBERS * measured)),
  };
}

/** Does tasks until all are taken. */
export function workOn(shared: SharedTasks, space: SurfaceSpace): void {
  const { states, tasks } = shared;
  for (let n = Atomics.add(states, 0, 1); n < tasks.length; n = Atomics.add(states, 0, 1)) {
    doTask(shared, n, space);
  }
}

/** What all tasks measured, when they are done; those that another thread does not end are done here. */
export function answersOf(
  shared: SharedTasks,
  space: SurfaceSpace,
  patienceMs: number = PATIENCE_MS,
): Directed[][] {
  const { states, tasks } = shared;
  for (const n of tasks.keys()) {
    if (Atomics.wait(states, n + 1, 0, patienceMs) === "timed-out") doTask(shared, n, space);
  }
  return tasks.map(({ from }, n) => {
    const start = startOf(shared, n);
    return from.map((_, f) => {
      const [maxMm, percentile95Mm, areaMm2, momentMm3, withinToleranceMm2] = shared.results.subarray(
        start + NUMBERS * f,
      );
      return { maxMm, percentile95Mm, areaMm2, momentMm3, withinToleranceMm2 };
    });
  });
}

function doTask(shared: SharedTasks, n: number, space: SurfaceSpace): void {
  const start = startOf(shared, n);
  for (const [f, one] of measureTask(shared.tasks[n], space, shared.toleranceMm).entries()) {
    const numbers = [one.maxMm, one.percentile95Mm, one.areaMm2, one.momentMm3, one.withinToleranceMm2];
    shared.results.set(numbers, start + NUMBERS * f);
  }
  Atomics.store(shared.states, n + 1, 1);
  Atomics.notify(shared.states, n + 1);
}

function startOf({ tasks }: SharedTasks, n: number): number {
  return tasks.slice(0, n).reduce((sum, { from }) => sum + NUMBERS * from.length, 0);
}
