import type { StudyRow } from "../../evaluation/evaluateStudy.ts";
import type { Failure } from "../runs/batch.ts";

const LABEL_NAME = /^label \d+$/u;

/**
 * What becomes of label maps that no dataset.json names the classes of where not all cases hold the same labels. One that
 * holds a single value may be a mask, or a label map of which the other labels are empty: it fails. A label that is missing in
 * a case may have been predicted nowhere in it, or have been no class: it fails there. The other rows are kept.
 *
 * @param rows of all cases
 * @param failures of structures of cases that have a reason already
 */
export function unevenLabels(
  rows: readonly StudyRow[],
  failures: readonly { readonly name: string; readonly structure: string }[],
): { readonly kept: readonly StudyRow[]; readonly failed: readonly Failure[] } {
  const labels = [...new Set(rows.map(({ structure }) => structure).filter((name) => LABEL_NAME.test(name)))];
  if (labels.length === 0) return { kept: rows, failed: [] };
  const kept = rows.filter(({ structure }) => structure !== "");
  const has = new Set([
    ...kept.map((row) => JSON.stringify([row.case, row.structure])),
    ...failures.map(({ name, structure }) => JSON.stringify([name, structure])),
  ]);
  const labelled = new Set(kept.filter((row) => LABEL_NAME.test(row.structure)).map((row) => row.case));
  return {
    kept,
    failed: [
      ...rows
        .filter(({ structure }) => structure === "")
        .map((row) => ({
          what: row.case,
          reason: `holds one label, where other cases hold several, expected labels that say what they are; ${REMEDY}`,
        })),
      ...[...labelled].flatMap((name) =>
        labels
          .filter((label) => !has.has(JSON.stringify([name, label])))
          .map((label) => ({
            what: `${name}, ${label}`,
            reason: `is not in the prediction, as it is in other cases, expected to be known for a class; ${REMEDY}`,
          })),
      ),
    ],
  };
}

const REMEDY =
  "put the dataset.json of the training beside the predictions, or list the labels with --labels: one without a voxel counts as " +
  "predicted empty then";
