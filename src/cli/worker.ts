import { parentPort, workerData } from "node:worker_threads";
import { beginOutputs, outputsBelow } from "./outputs.ts";
import { loadJob } from "./jobs/jobs.ts";
import { allowMemory } from "./memory.ts";
import type { TaskAnswer, WorkerRequest } from "./pool.ts";

/* A worker thread: loads the job that it is told and answers one task after the other. */

const request = workerData as WorkerRequest;
allowMemory(request.memoryBytes);
const doTask = await loadJob(request);

parentPort?.on("message", (task: number) => {
  void (async () => {
    let answer: TaskAnswer;
    try {
      beginOutputs();
      const result = await doTask(task);
      answer = { task, result, outputs: outputsBelow(request.out) };
    } catch (error) {
      answer = { task, failure: error instanceof Error ? error.message : String(error) };
    }
    parentPort?.postMessage(answer);
  })();
});
