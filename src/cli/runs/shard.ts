import { InvalidArgumentError } from "commander";
import { SoftdiceError } from "../../core/errors.ts";

/** The part `index` of `count` of a run's tasks: those with task mod count = index. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** What `--shard` may say: a part, or that the scheduler's environment tells it. */
export type ShardOption = Shard | "auto";

/** Parses `i/n` or `auto`. */
export function shardOption(text: string): ShardOption {
  if (text === "auto") return "auto";
  const [index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).slice(1).map(Number);
  if (!(index < count)) {
    throw new InvalidArgumentError("i/n with i from 0 to n − 1, or auto; correct the value");
  }
  return { index, count };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The part that this process is to do. `auto` reads a Slurm job array (SLURM_ARRAY_TASK_ID, _MIN, _COUNT and _STEP) or a
 * Kubernetes indexed job (JOB_COMPLETION_INDEX, with the number of completions in JOB_COMPLETIONS).
 *
 * @throws SoftdiceError when the environment does not tell
 */
export function resolveShard(option: ShardOption, env: Environment): Shard {
  if (option !== "auto") return option;
  if (env["SLURM_ARRAY_TASK_ID"] !== undefined) {
    const step = env["SLURM_ARRAY_TASK_STEP"] === undefined ? 1 : read(env, "SLURM_ARRAY_TASK_STEP");
    const index = (read(env, "SLURM_ARRAY_TASK_ID") - read(env, "SLURM_ARRAY_TASK_MIN")) / step;
    return check({ index, count: read(env, "SLURM_ARRAY_TASK_COUNT") }, "SLURM_ARRAY_TASK_ID");
  }
  if (env["JOB_COMPLETION_INDEX"] !== undefined) {
    const shard = { index: read(env, "JOB_COMPLETION_INDEX"), count: read(env, "JOB_COMPLETIONS") };
    return check(shard, "JOB_COMPLETION_INDEX");
  }
  throw new SoftdiceError({
    subject: "--shard",
    problem: "is auto, and neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set",
    expected: "a task of a Slurm job array or of a Kubernetes indexed job",
    remedy: "pass i/n instead",
  });
}

function read(env: Environment, name: string): number {
  const value = Number(env[name] ?? "");
  if (env[name] === undefined || env[name] === "" || !(Number.isSafeInteger(value) && value >= 0)) {
    throw new SoftdiceError({
      subject: name,
      problem: env[name] === undefined ? "is not set" : `is "${env[name]}"`,
      expected: "an integer of at least 0 in the environment",
      remedy: "set it in the job's description, or pass --shard i/n",
    });
  }
  return value;
}

function check(shard: Shard, name: string): Shard {
  if (!(Number.isInteger(shard.index) && shard.index >= 0 && shard.index < shard.count)) {
    throw new SoftdiceError({
      subject: name,
      problem: `means part ${shard.index} of ${shard.count}`,
      expected: "a part from 0 to the number of parts − 1",
      remedy: "submit one array over the whole range, without gaps, or pass --shard i/n",
    });
  }
  return shard;
}
