import { parentPort, workerData } from "node:worker_threads";
import { loadJob } from "./jobs/jobs.ts";
import type { JobRequest, TaskAnswer } from "./pool.ts";

/* A worker thread: loads the job that it is told and answers one task after the other. */

const doTask = await loadJob(workerData as JobRequest);

parentPort?.on("message", (task: number) => {
  void (async () => {
    let answer: TaskAnswer;
    try {
      answer = { task, result: await doTask(task) };
    } catch (error) {
      answer = { task, failure: error instanceof Error ? error.message : String(error) };
    }
    parentPort?.postMessage(answer);
  })();
});
