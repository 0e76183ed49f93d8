import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { findBatch } from "../batches.ts";
import { type Context, EXIT, type ExitCode } from "../context.ts";
import { writeFile } from "../files.ts";

export interface SubmitOptions {
  /** Tasks of the job array: parts of the run. */
  readonly array: number;
  /** Print the scripts, write and submit nothing. */
  readonly dryRun: boolean;
  readonly partition?: string;
  readonly time?: string;
  readonly mem: string;
  readonly account?: string;
}

/** The command to submit, as the manual parsed it. */
export interface SubmittedCommand {
  /** Its name, say `reproduce synthetic`. */
  readonly name: string;
  /** Its words as typed. */
  readonly words: readonly string[];
  readonly out: string;
  readonly workers: number | undefined;
}

/**
 * `softdice submit`: a command as a Slurm job array, each task one shard, and a job that merges the shards when the array
 * has ended. The scripts stay in `<out>/slurm/` to be read, edited and submitted again.
 */
export async function submit(
  command: SubmittedCommand,
  options: SubmitOptions,
  context: Context,
): Promise<ExitCode> {
  if ((await findBatch(command.name)) === undefined) {
    throw new SoftdiceError({
      subject: command.name,
      problem: "does not run in shards",
      expected: "reproduce synthetic, or another command with --shard",
      remedy: "run it without submit",
    });
  }
  const has = (option: string): boolean =>
    command.words.some((word) => word === option || word.startsWith(`${option}=`));
  if (has("--shard") || (command.name === "consensus" && !has("--study"))) {
    throw new SoftdiceError({
      subject: command.words.join(" "),
      problem: has("--shard") ? "has a --shard of its own" : "is no study, which alone runs in shards",
      expected: has("--shard") ? "the command without it" : "consensus --study with a folder",
      remedy: "correct the command",
    });
  }
  const folder = join(resolve(command.out), "slurm");
  const scripts = {
    array: { path: join(folder, "array.sbatch"), text: arrayScript(command, options, folder) },
    merge: { path: join(folder, "merge.sbatch"), text: mergeScript(command, options, folder) },
  };
  if (options.dryRun) {
    context.out(
      `# ${scripts.array.path}\n${scripts.array.text}\n# ${scripts.merge.path}\n${scripts.merge.text}`,
    );
    return EXIT.done;
  }
  for (const { path, text } of Object.values(scripts)) writeFile(path, text);
  const array = sbatch([scripts.array.path]);
  const merge = sbatch([`--dependency=afterany:${array}`, scripts.merge.path]);
  context.out(
    `Submitted job array ${array} with ${options.array} tasks, and job ${merge}, which merges them.\n\n` +
      `Watch them:    squeue --jobs=${array},${merge}\n` +
      `Read the logs: ${folder}/*.log\n` +
      `Run one again: scontrol requeue ${array}_<task>   (it goes on where it stopped)\n` +
      `Results:       ${resolve(command.out)}\n`,
  );
  return EXIT.done;
}

function arrayScript(command: SubmittedCommand, options: SubmitOptions, folder: string): string {
  return script(
    {
      "job-name": "softdice",
      array: `0-${options.array - 1}`,
      "cpus-per-task": String(command.workers ?? 1),
      mem: options.mem,
      time: options.time,
      partition: options.partition,
      account: options.account,
      requeue: "",
      "open-mode": "append",
      output: `${folder}/%a.log`,
    },
    ["# One part of the run; a task that is requeued goes on where it stopped."],
    [...program(), ...command.words, "--shard", "auto", "--quiet"],
    ' --workers "${SLURM_CPUS_PER_TASK:-1}"',
  );
}

function mergeScript(command: SubmittedCommand, options: SubmitOptions, folder: string): string {
  return script(
    {
      "job-name": "softdice-merge",
      mem: options.mem,
      time: options.time,
      partition: options.partition,
      account: options.account,
      output: `${folder}/merge.log`,
    },
    ["# Joins the parts; names those that are missing or failed, if any."],
    [...program(), "merge", resolve(command.out)],
    "",
  );
}

/** A batch script: directives (undefined ones left out, empty ones without a value), comments, one command. */
function script(
  directives: Readonly<Record<string, string | undefined>>,
  comments: readonly string[],
  words: readonly string[],
  rest: string,
): string {
  const lines = Object.entries(directives)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `#SBATCH --${name}${value === "" ? "" : `="${value}"`}`);
  const run = `exec ${words.map(quote).join(" ")}${rest}`;
  return `${["#!/bin/bash", ...lines, "", ...comments, run].join("\n")}\n`;
}

/** How this program was started, so that the nodes start the same one. */
function program(): string[] {
  return [process.execPath, resolve(process.argv[1])];
}

/** A word for the shell. */
function quote(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Submits a script and returns the job's number. */
function sbatch(words: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync("sbatch", ["--parsable", ...words], {
    encoding: "utf8",
  });
  if (error !== undefined) {
    throw new SoftdiceError({
      subject: "sbatch",
      problem: `cannot be started (${error.message})`,
      expected: "Slurm's client on the PATH",
      remedy: "submit from a login node of the cluster, or print the scripts with --dry-run",
      cause: error,
    });
  }
  if (status !== 0) {
    throw new SoftdiceError({
      subject: "sbatch",
      problem: `refused the job (${stderr.trim().split("\n").join("; ")})`,
      expected: "a job that the cluster takes",
      remedy: "change --partition, --time, --mem, --account or --array",
    });
  }
  return stdout.trim().split(";")[0];
}
