import type { Batch } from "./batch.ts";
import { compareIdentities } from "./identity.ts";
import type { JournalContents, JournalEntry, RunIdentity } from "./journalFile.ts";

/**
 * The entries of an earlier run of a batch whose tasks have come or gone since, under the numbers that their tasks have
 * now; undefined where anything else has changed.
 */
export function grownEntries<P extends object>(
  { growing }: Batch<P>,
  before: RunIdentity,
  now: RunIdentity,
  { entries }: JournalContents,
): Iterable<JournalEntry> | undefined {
  if (growing === undefined) return undefined;
  const { parameter, namesOf } = growing;
  const without = ({ parameters, ...rest }: RunIdentity): RunIdentity => ({
    ...rest,
    parameters: { ...parameters, [parameter]: undefined },
  });
  if (compareIdentities(without(before), without(now)) !== undefined) return undefined;
  const names = namesOf(before.parameters as P);
  const numbers = new Map(namesOf(now.parameters as P).map((name, task) => [name, task]));
  return renumbered(entries.read(), (task) => numbers.get(names[task]));
}

function* renumbered(
  entries: Iterable<JournalEntry>,
  numberOf: (task: number) => number | undefined,
): Generator<JournalEntry> {
  for (const entry of entries) {
    const task = numberOf(entry.task);
    if (task !== undefined) yield { ...entry, task };
  }
}
