import type { StudyRow } from "../../evaluation/evaluateStudy.ts";

/**
 * The rows with a warning where an observer is missing who drew the structure in more than half of the cases: its file may have
 * been forgotten, or be called otherwise.
 */
export function noteAbsentObservers(rows: readonly StudyRow[]): StudyRow[] {
  const cases = new Map<string, number>();
  const drawn = new Map<string, Map<string, number>>();
  for (const { structure, evaluation } of rows) {
    cases.set(structure, (cases.get(structure) ?? 0) + 1);
    const own = drawn.get(structure) ?? new Map<string, number>();
    drawn.set(structure, own);
    for (const { name: observer } of evaluation.observers) own.set(observer, (own.get(observer) ?? 0) + 1);
  }
  return rows.map((row) => {
    const { structure, evaluation } = row;
    const all = cases.get(structure) ?? 0;
    const absent = Array.from(drawn.get(structure) ?? [])
      .filter(
        ([observer, count]) => 2 * count > all && evaluation.observers.every(({ name }) => name !== observer),
      )
      .map(([observer, count]) => `${observer} (in ${count} of ${all} cases)`);
    if (absent.length === 0) return row;
    const warning = `without ${absent.join(", ")}: ceiling and place are those among the other observers`;
    return { ...row, evaluation: { ...evaluation, warnings: [...evaluation.warnings, warning] } };
  });
}
