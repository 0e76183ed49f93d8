import type { SoftdiceError } from "../core/errors.ts";
import { type Entry, nameOf } from "./entry.ts";
import { canonicalName } from "./names.ts";

/**
 * Of contours of one observer's structure in several files, those of the file with more observers of the structure count:
 * planning systems leave extracts and trials beside the whole. Files with as many contradict each other unless their
 * contours are the same. Then what cannot be drawn fails its structure.
 *
 * @param remark says what was left out
 * @param fail gives a structure up
 */
export function settleRepeats(
  entries: readonly Entry[],
  remark: (structure: string, text: string) => void,
  fail: (structure: string, error: SoftdiceError) => void,
): void {
  const used = entries.filter(({ decision }) => decision === "used");
  const observersIn = new Map<string, number>();
  const fileOf = ({ item, structure }: Entry): string =>
    JSON.stringify([item.input, canonicalName(structure)]);
  for (const entry of used) observersIn.set(fileOf(entry), (observersIn.get(fileOf(entry)) ?? 0) + 1);
  const sizeOf = (entry: Entry): number => observersIn.get(fileOf(entry)) ?? 0;
  const groups = new Map<string, Entry[]>();
  for (const entry of used) {
    const key = JSON.stringify([entry.structure, entry.observer].map(canonicalName));
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  for (const repeated of groups.values()) {
    const fullest = repeated.reduce((best, entry) => (sizeOf(entry) > sizeOf(best) ? entry : best));
    for (const entry of repeated) {
      const { item, structure, observer } = entry;
      const areContours = item.origin.kind === "RTSTRUCT" || item.origin.kind === "SEG";
      if (areContours && sizeOf(entry) < sizeOf(fullest)) {
        entry.decision = "left out";
        entry.why = `given twice; that of ${fullest.item.input}, which has more observers of it, counts`;
        remark(structure, `${item.input}: ${nameOf(item, observer)}: ${entry.why}`);
      } else if (item.failure !== undefined) {
        entry.decision = "failed";
        entry.why = item.failure.problem;
        fail(structure, item.failure);
      }
    }
  }
}
