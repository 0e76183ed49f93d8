import { join } from "node:path";
import type { Batch } from "./batch.ts";
import { compareIdentities } from "./identity.ts";
import { type JournalEntry, readJournal, type RunIdentity } from "./journal.ts";

/**
 * What the journal in a folder holds for a batch whose tasks have come or gone since: results by the numbers that their
 * tasks have now. Undefined where there is no journal, or where anything else has changed.
 */
export function grownResults<P extends object>(
  { growing }: Batch<P>,
  folder: string,
  identity: RunIdentity,
): ReadonlyMap<number, JournalEntry> | undefined {
  if (growing === undefined) return undefined;
  const { parameter, namesOf } = growing;
  const earlier = readJournal(join(folder, "journal.jsonl"));
  if (earlier === undefined || compareIdentities(earlier.identity, identity) === undefined) return undefined;
  const without = ({ parameters, ...rest }: RunIdentity): RunIdentity => ({
    ...rest,
    parameters: { ...parameters, [parameter]: undefined },
  });
  if (compareIdentities(without(earlier.identity), without(identity)) !== undefined) return undefined;
  const before = namesOf(earlier.identity.parameters as P);
  const now = new Map(namesOf(identity.parameters as P).map((name, task) => [name, task]));
  const kept = new Map<number, JournalEntry>();
  for (const [task, result] of earlier.results) {
    const number = now.get(before[task]);
    if (number !== undefined) kept.set(number, { result, input: earlier.inputs.get(task) });
  }
  return kept;
}
