import { Cancelled, Remote } from "./remote.ts";

/**
 * Does tasks 0 … total − 1 on workers, one at a time on each, in order of their numbers.
 *
 * @param prepare called once on each worker before its first task
 * @param onResult called for each finished task, in any order
 * @throws the first task's error, or {@link Cancelled}
 */
export async function runTasks(options: {
  readonly makeWorker: () => Worker;
  readonly parameters: unknown;
  readonly total: number;
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly onResult: (task: number, result: unknown) => void;
}): Promise<void> {
  const { makeWorker, parameters, total, signal, onResult } = options;
  const remotes = Array.from({ length: Math.min(options.workers, total) }, () => new Remote(makeWorker()));
  const endAll = (): void => remotes.forEach((remote) => remote.end());
  signal.addEventListener("abort", endAll);
  let next = 0;
  try {
    await Promise.all(
      remotes.map(async (remote) => {
        await remote.call("prepare", parameters);
        while (next < total) {
          if (signal.aborted) throw new Cancelled();
          const task = next++;
          onResult(task, await remote.call("task", task));
        }
      }),
    );
  } finally {
    signal.removeEventListener("abort", endAll);
    endAll();
  }
}
