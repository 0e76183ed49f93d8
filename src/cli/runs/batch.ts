import { resolve } from "node:path";
import { VERSION } from "../../core/version.ts";
import { type Context, EXIT, type ExitCode, type ParallelOptions } from "../context.ts";
import { runTasks } from "../pool.ts";
import { startProgress } from "../progress.ts";
import { changedOutput } from "../outputs.ts";
import { grownEntries } from "./grown.ts";
import type { RunIdentity, TaskFailure } from "./journalFile.ts";
import { RunDirectory } from "./runDirectory.ts";
import { resolveShard, type Shard, type ShardOption } from "./shard.ts";

/** A command whose work falls into numbered tasks, which can be continued, done in shards and merged. */
export interface Batch<P extends object> {
  /** The command as it is typed, say `reproduce synthetic`. */
  readonly command: string;
  /** The job that workers do for each task (jobs/jobs.ts). */
  readonly job: string;
  /** What a task is, in the plural. */
  readonly unit: string;
  /** Tasks are numbered from 0 to one less than this. */
  readonly taskCount: (parameters: P) => number;
  /** The files and folders in the run's folder that its tasks and {@link Batch.finish} write. */
  readonly writes: (parameters: P) => readonly string[];
  /** A task in words, for messages. */
  readonly describeTask: (parameters: P, task: number) => string;
  /** Whether a result has no failure within; those that have are computed again when the command is. All, if left out. */
  readonly isWhole?: (result: unknown) => boolean;
  /**
   * The parameters as they are recorded and compared with those of an earlier run: without where the input lies, so that
   * a run goes on after its input moved, and from another working folder. All, if left out.
   */
  readonly recorded?: (parameters: P) => object;
  /**
   * For each task, what tells its input from a changed one, by content: results of an input that changed since are
   * computed again when the command is. If left out, parameters are all that results depend on.
   */
  readonly inputsOf?: (parameters: P, out: string) => Promise<readonly string[]>;
  /**
   * The parameter that lists what the tasks are, where it may change from one run to the next, and names that tasks keep:
   * results of tasks that are still there are kept.
   */
  readonly growing?: {
    readonly parameter: keyof P & string;
    readonly namesOf: (parameters: P) => readonly string[];
  };
  /**
   * Writes the run's files from the results by rising task; failed ones are left out and listed. Results are read from
   * disk as they are asked for: of many, take one at a time. Parameters may lack what is not recorded.
   */
  readonly finish: (
    run: RunDirectory,
    parameters: P,
    results: ReadonlyMap<number, unknown>,
    failed: readonly Failure[],
  ) => Summary;
}

/** A task, or a part of one, that could not be done. */
export interface Failure {
  /** What it is, in words. */
  readonly what: string;
  readonly reason: string;
}

/** What a finished run prints. */
export interface Summary {
  /** For people. */
  readonly text: string;
  /** For programs: the document of `--json`. */
  readonly json: object;
  /** What the manifest says beyond what it says of every run. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** What failed within tasks that are otherwise done. */
  readonly failed?: readonly Failure[];
}

export interface BatchOptions extends ParallelOptions {
  readonly out: string;
  readonly shard?: ShardOption;
}

/**
 * Does what is left of a batch on workers, with progress, keeping every result; then writes its files, unless it is a
 * shard or was stopped.
 *
 * @param parameters everything that the results depend on
 */
export async function runBatch<P extends object>(
  batch: Batch<P>,
  parameters: P,
  options: BatchOptions,
  context: Context,
): Promise<ExitCode> {
  const shard = options.shard === undefined ? undefined : resolveShard(options.shard, context.env);
  const identity: RunIdentity = {
    version: VERSION,
    command: batch.command,
    parameters: { ...(batch.recorded?.(parameters) ?? parameters) },
  };
  const run = new RunDirectory(resolve(options.out), identity, {
    force: options.force,
    now: context.now,
    remark: (text) => context.err(`softdice: ${text}\n`),
    ...(shard === undefined
      ? {
          writes: batch.writes(parameters),
          adopt: (before, earlier) => grownEntries(batch, before, identity, earlier),
        }
      : { shard }),
  });
  const tasks = tasksOf(shard, batch.taskCount(parameters));
  const failures = await doTasks(batch, parameters, run, tasks, options, context);
  const { results } = run.journal;
  const failed = failures.map(({ task, reason }) => ({ what: batch.describeTask(parameters, task), reason }));
  if (context.signal.aborted) {
    run.writeManifest("stopped", failed);
    context.err(
      `softdice: stopped; ${results.size} of ${tasks.length} ${batch.unit} are in ${options.out}: ` +
        "the same command goes on from there\n",
    );
    return EXIT.stopped;
  }
  const summary =
    shard === undefined
      ? batch.finish(run, parameters, results, failed)
      : summarizeShard(shard, results.size, tasks.length, batch.unit);
  print(summary, options, context);
  return settle(run, failed, summary, context);
}

/**
 * Writes the files of a batch whose results were computed elsewhere.
 *
 * @param failures tasks that failed there
 */
export function finishBatch<P extends object>(
  batch: Batch<P>,
  parameters: P,
  run: RunDirectory,
  failures: readonly TaskFailure[],
  options: { readonly json: boolean },
  context: Context,
): ExitCode {
  run.journal.finish(failures);
  const failed = failures.map(({ task, reason }) => ({ what: batch.describeTask(parameters, task), reason }));
  const summary = batch.finish(run, parameters, run.journal.results, failed);
  print(summary, options, context);
  return settle(run, failed, summary, context);
}

function summarizeShard(shard: Shard, done: number, of: number, unit: string): Summary {
  const text = `shard ${shard.index}/${shard.count}: ${done} of ${of} ${unit} done\n`;
  return { text, json: { shard, done, of } };
}

/** The tasks of a shard, or all. */
export function tasksOf(shard: Shard | undefined, total: number): number[] {
  const { index, count } = shard ?? { index: 0, count: 1 };
  return Array.from({ length: Math.ceil((total - index) / count) }, (_, k) => index + k * count);
}

async function doTasks<P extends object>(
  batch: Batch<P>,
  parameters: P,
  { journal, path }: RunDirectory,
  tasks: readonly number[],
  options: BatchOptions,
  context: Context,
): Promise<TaskFailure[]> {
  const inputs = await batch.inputsOf?.(parameters, path);
  const finished = new Set<number>();
  for (const { task, input, outputs = [], result } of journal.entries()) {
    const changed = input === inputs?.[task] ? changedOutput(path, outputs) : undefined;
    if (changed !== undefined)
      context.err(`softdice: ${changed.path}: is not as this run wrote it; it is made again\n`);
    if (input !== inputs?.[task] || changed !== undefined) journal.remove(task);
    else if (batch.isWhole?.(result) !== false) finished.add(task);
  }
  const remaining = tasks.filter((task) => !finished.has(task));
  let done = tasks.length - remaining.length;
  const progress = startProgress(context, {
    total: tasks.length,
    resumed: done,
    unit: batch.unit,
    quiet: options.quiet,
  });
  let failures: TaskFailure[] = [];
  try {
    failures = await runTasks({
      request: { job: batch.job, parameters, out: path },
      tasks: remaining,
      workers: options.workers,
      signal: context.signal,
      onResult(task, result, outputs) {
        const written = outputs.length > 0 ? outputs : undefined;
        journal.add({ task, input: inputs?.[task], outputs: written, result });
        progress.update((done += 1));
      },
    });
  } finally {
    progress.stop();
    journal.finish(failures);
  }
  return failures;
}

function print(summary: Summary, options: { readonly json: boolean }, context: Context): void {
  context.out(options.json ? `${JSON.stringify(summary.json)}\n` : summary.text);
}

/** Records how the run ended and lists what failed. */
function settle(
  run: RunDirectory,
  failedTasks: readonly Failure[],
  { manifest = {}, failed: failedWithin = [] }: Summary,
  context: Context,
): ExitCode {
  const failed = [...failedTasks, ...failedWithin];
  run.writeManifest(failed.length > 0 ? "partly failed" : "done", failed, manifest);
  for (const { what, reason } of failed) context.err(`softdice: ${what}: ${reason}\n`);
  return failed.length > 0 ? EXIT.partlyFailed : EXIT.done;
}
