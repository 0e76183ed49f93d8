import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { beginNothing, type BeginTasks, type DistanceTasks } from "../../raters/agreement/distanceTasks.ts";
import { answersOf, shareTasks, workOn } from "./sharedTasks.ts";

/** Lattice points of all transforms below which a thread takes longer to start than it saves: a fifth of a second. */
const LEAST_POINTS = 1e7;

/** {@link BeginTasks} on a second thread, where there is work enough for one and a core. */
export const beginOnThread: BeginTasks = (given) => {
  if (availableParallelism() < 2 || pointsOf(given) < LEAST_POINTS) return beginNothing(given);
  const shared = shareTasks(given);
  const worker = new Worker(new URL("./distances.js", import.meta.url), { workerData: shared, execArgv: [] });
  // What it does not do is done here.
  worker.on("error", () => undefined).unref();
  return (space) => {
    workOn(shared, space);
    return answersOf(shared, space);
  };
};

function pointsOf({ box: { start, end }, tasks }: DistanceTasks): number {
  return start.reduce((product, from, axis) => product * (end[axis] - from + 1), tasks.length);
}
