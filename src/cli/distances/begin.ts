import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { beginNothing, type BeginTasks, type DistanceTasks } from "../../raters/agreement/distanceTasks.ts";
import { answersOf, shareTasks, workOn } from "./sharedTasks.ts";

/** Lattice points of all transforms below which a thread takes longer to start than it saves: a fifth of a second. */
const LEAST_POINTS = 1e7;

/** Lattice points above which the second thread's own lattice and surfaces would be felt in memory, some 20 bytes a point. */
const MOST_POINTS = 3e6;

/** {@link BeginTasks} on a second thread, where there is work enough for one and a core. */
export const beginOnThread: BeginTasks = (given) => {
  const points = pointsOf(given);
  const isWorthIt = points <= MOST_POINTS && points * given.tasks.length >= LEAST_POINTS;
  if (!isWorthIt || availableParallelism() < 2) return beginNothing(given);
  const shared = shareTasks(given);
  const worker = new Worker(new URL("./distances.js", import.meta.url), { workerData: shared, execArgv: [] });
  // What it does not do is done here.
  worker.on("error", () => undefined).unref();
  return (space) => {
    workOn(shared, space);
    return answersOf(shared, space);
  };
};

function pointsOf({ box: { start, end } }: DistanceTasks): number {
  return start.reduce((product, from, axis) => product * (end[axis] - from + 1), 1);
}
