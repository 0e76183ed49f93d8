import { Worker } from "node:worker_threads";
import { shareOfMemory } from "./memory.ts";
import type { Output } from "./outputs.ts";
import type { TaskFailure } from "./runs/journalFile.ts";

/** What a worker is sent: the job's name, its parameters and where its files go once, then task numbers. */
export interface JobRequest {
  readonly job: string;
  readonly parameters: unknown;
  /** The run's folder. */
  readonly out: string;
}

/** {@link JobRequest} with the memory that one worker may have. */
export interface WorkerRequest extends JobRequest {
  readonly memoryBytes: number;
}

/** What a worker answers for one task. */
export type TaskAnswer =
  | {
      readonly task: number;
      readonly result: unknown;
      /** Files that it wrote below the run's folder. */
      readonly outputs: readonly Output[];
    }
  | { readonly task: number; readonly failure: string };

/**
 * Does tasks on worker threads, one task at a time on each, in order of their numbers.
 *
 * @param onResult called on this thread for each finished task, in any order; what it throws ends everything
 * @param signal stops at once: tasks under way are dropped
 * @returns the tasks that failed; the others go on
 */
export async function runTasks(options: {
  readonly request: JobRequest;
  readonly tasks: readonly number[];
  readonly workers: number;
  readonly onResult: (task: number, result: unknown, outputs: readonly Output[]) => void;
  readonly signal: AbortSignal;
}): Promise<TaskFailure[]> {
  const failures: TaskFailure[] = [];
  const queue = options.tasks.values();
  const count = Math.min(options.workers, options.tasks.length);
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  const employed = Array.from({ length: count }, () => employ(queue, { ...options, signal }, failures));
  for (const worker of employed) worker.catch(() => broken.abort());
  await Promise.all(employed);
  return failures.sort((a, b) => a.task - b.task);
}

/** Keeps one worker busy until the queue is empty; a worker that dies is replaced, and its task has failed. */
async function employ(
  queue: Iterator<number, undefined>,
  options: Parameters<typeof runTasks>[0],
  failures: TaskFailure[],
): Promise<void> {
  const { request, signal, onResult } = options;
  let worker: Worker | undefined;
  try {
    for (let task = queue.next().value; task !== undefined && !signal.aborted; task = queue.next().value) {
      const workerData: WorkerRequest = {
        ...request,
        memoryBytes: shareOfMemory(Math.min(options.workers, options.tasks.length)),
      };
      worker ??= new Worker(new URL("./worker.js", import.meta.url), { workerData });
      let answer: TaskAnswer | undefined;
      try {
        answer = await ask(worker, task, signal);
      } catch (error) {
        answer = { task, failure: error instanceof Error ? error.message : String(error) };
        worker = undefined;
      }
      if (answer === undefined) break;
      if ("failure" in answer) failures.push({ task, reason: answer.failure });
      else onResult(task, answer.result, answer.outputs);
    }
  } finally {
    await worker?.terminate();
  }
}

/** One task's answer, undefined when stopped; rejects when the worker dies. */
function ask(worker: Worker, task: number, signal: AbortSignal): Promise<TaskAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: TaskAnswer): void => settle(() => resolve(answer));
    const onError = (error: unknown): void => settle(() => reject(error));
    const onExit = (code: number): void =>
      settle(() => reject(new Error(`the worker ended with status ${code}`)));
    const onAbort = (): void => settle(() => resolve(undefined));
    const settle = (act: () => void): void => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      signal.removeEventListener("abort", onAbort);
      act();
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
    else worker.postMessage(task);
  });
}
