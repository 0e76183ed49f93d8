import { workerData } from "node:worker_threads";
import { spaceOf } from "../../raters/agreement/distanceTasks.ts";
import { type SharedTasks, workOn } from "./sharedTasks.ts";

/* A thread that takes part in the tasks that it is given, and ends with them. */

const shared = workerData as SharedTasks;
workOn(shared, spaceOf(shared));
