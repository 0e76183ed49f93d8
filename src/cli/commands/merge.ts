import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { counted } from "../../report/numbers.ts";
import { lostOutput } from "../outputs.ts";
import { findBatch } from "../batches.ts";
import type { Context, ExitCode } from "../context.ts";
import { type Batch, finishBatch, tasksOf } from "../runs/batch.ts";
import { compareIdentities } from "../runs/identity.ts";
import {
  type JournalContents,
  type JournalEntry,
  readJournal,
  type RunIdentity,
  type TaskFailure,
} from "../runs/journalFile.ts";
import { RunDirectory, shardName } from "../runs/runDirectory.ts";

export interface MergeOptions {
  readonly json: boolean;
  readonly force: boolean;
}

/** `softdice merge DIR`: joins the shards of one run and writes what one run on one machine would have written. */
export async function merge(folder: string, options: MergeOptions, context: Context): Promise<ExitCode> {
  const path = resolve(folder);
  const shards = readShards(path);
  const { identity } = shards[0];
  const batch = (await findBatch(identity.command)) as Batch<object> | undefined;
  if (batch === undefined) {
    throw new SoftdiceError({
      subject: path,
      problem: `holds shards of "${identity.command}"`,
      expected: "a command of this version that runs in shards",
      remedy: "merge with the version that computed them",
    });
  }
  const { parameters } = identity;
  const failures = checkComplete(path, batch, parameters, shards);
  const run = new RunDirectory(path, identity, { force: options.force, now: context.now });
  run.journal.replace(entriesOf(shards));
  return finishBatch(batch, parameters, run, failures, options, context);
}

/** A shard's journal, whose first line is whole. */
interface ShardContents extends JournalContents {
  readonly identity: RunIdentity;
}

function* entriesOf(shards: readonly ShardContents[]): Generator<JournalEntry> {
  for (const { entries } of shards) yield* entries.read();
}

/** The journals of all shards, by index; all of one run, none missing. */
function readShards(path: string): ShardContents[] {
  const found = listShards(path);
  const counts = new Set(found.map(({ count }) => count));
  if (counts.size > 1) {
    throw new SoftdiceError({
      subject: join(path, "shards"),
      problem: `holds shards of ${[...counts].sort((a, b) => a - b).join(" and of ")}`,
      expected: "shards of one number",
      remedy: "remove those that do not belong to this run",
    });
  }
  const [count] = counts;
  const there = new Set(found.map(({ index }) => index));
  const lacking = count - there.size;
  if (lacking > 0) {
    const missing: string[] = [];
    // A name may speak of any number of shards: as many are looked for as are named.
    for (let index = 0; missing.length < Math.min(lacking, MOST_NAMES); index++)
      if (!there.has(index)) missing.push(`${index}/${count}`);
    throw new SoftdiceError({
      subject: join(path, "shards"),
      problem: `lacks ${counted(lacking, "shard")}: ${list(missing, lacking)}`,
      expected: `all ${count}`,
      remedy: "run these parts with --shard, then merge again",
    });
  }
  const shards = Array.from({ length: count }, (_, index) => {
    const file = join(path, `${shardName({ index, count })}.jsonl`);
    const contents = readJournal(file);
    if (contents === undefined) throw new Error(`${file} went away`);
    const { identity } = contents;
    if (identity === undefined) {
      throw new SoftdiceError({
        subject: file,
        problem: "has a damaged first line",
        expected: "one that says of which run it is",
        remedy: `run this part again with --shard ${index}/${count}: it goes on from what is whole`,
      });
    }
    return { ...contents, identity };
  });
  refuseMixed(path, shards);
  return shards;
}

function listShards(path: string): { readonly index: number; readonly count: number }[] {
  let names: string[];
  try {
    names = readdirSync(join(path, "shards"));
  } catch {
    names = [];
  }
  const shards = names
    .map((name) => ({ name, match: /^(\d+)-of-(\d+)\.jsonl$/.exec(name) }))
    .map(({ name, match }) => ({ name, index: Number(match?.[1]), count: Number(match?.[2]) }))
    // Names as they are written, no others: neither "00-of-02" nor "5-of-2".
    .filter(({ name, index, count }) => index < count && `${index}-of-${count}.jsonl` === name);
  if (shards.length === 0) {
    throw new SoftdiceError({
      subject: path,
      problem: "holds no shards",
      expected: "the --out of commands that ran with --shard",
      remedy: "correct the folder",
    });
  }
  return shards;
}

function refuseMixed(path: string, shards: readonly ShardContents[]): void {
  for (const [index, { identity }] of shards.entries()) {
    const difference = compareIdentities(shards[0].identity, identity);
    if (difference === undefined) continue;
    const name = (shard: number): string => `${shardName({ index: shard, count: shards.length })}.jsonl`;
    throw new SoftdiceError({
      subject: join(path, name(index)),
      problem: `has ${difference.name} ${difference.second}`,
      expected: `${difference.name} ${difference.first} as ${name(0)} has`,
      remedy: "compute this shard again with the parameters of the others",
    });
  }
}

/** Refuses shards that were stopped before their end, or whose files are gone; tasks that failed are returned. */
function checkComplete(
  path: string,
  batch: Batch<object>,
  parameters: object,
  shards: readonly ShardContents[],
): TaskFailure[] {
  const count = shards.length;
  const unfinished = shards.flatMap(({ entries, failures }, index) => {
    const ended = new Set(failures.map(({ task }) => task));
    for (const { task, outputs = [] } of entries.read())
      if (lostOutput(path, outputs) === undefined) ended.add(task);
    const open = tasksOf({ index, count }, batch.taskCount(parameters)).filter((task) => !ended.has(task));
    return open.length === 0 ? [] : [`${index}/${count} (${open.length} ${batch.unit} left)`];
  });
  if (unfinished.length > 0) {
    throw new SoftdiceError({
      subject: join(path, "shards"),
      problem: `has ${counted(unfinished.length, "unfinished shard")}: ${list(unfinished)}`,
      expected: "every shard at its end",
      remedy: "run these parts again, they go on where they stopped, then merge again",
    });
  }
  return shards.flatMap(({ failures }) => failures).sort((a, b) => a.task - b.task);
}

/** Names that a message lists. */
const MOST_NAMES = 10;

/** The first names, then how many more there are. */
function list(names: readonly string[], total = names.length): string {
  const more = total > MOST_NAMES ? ` and ${total - MOST_NAMES} more` : "";
  return names.slice(0, MOST_NAMES).join(", ") + more;
}
