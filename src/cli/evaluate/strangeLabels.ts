import { SoftdiceError } from "../../core/errors.ts";
import type { Dataset } from "../../formats/nnunet/dataset.ts";
import type { Case } from "../../study/case.ts";
import type { Prediction } from "./readPrediction.ts";

/**
 * What is said of labels of a predicted label map that are no class of dataset.json.
 *
 * @param file what errors name
 * @param labels those that the label map holds
 * @throws SoftdiceError for the ignore label, which a model never predicts, and where no label is a class
 */
export function unnamedLabels(
  file: string,
  labels: readonly number[],
  { classes, ignoreLabel }: Dataset,
): string[] {
  if (ignoreLabel !== undefined && labels.includes(ignoreLabel)) {
    throw new SoftdiceError({
      subject: file,
      problem: `holds the ignore label, ${ignoreLabel}, which a model never predicts`,
      expected: "what a model predicted for every voxel",
      remedy: "name the model's predictions, and give annotations with --observers",
    });
  }
  const strange = labels.filter((label) => classes.every((one) => !one.labels.includes(label)));
  if (strange.length === 0) return [];
  if (strange.length === labels.length) {
    throw new SoftdiceError({
      subject: file,
      problem: `holds ${labelsText(labels)}, which dataset.json does not name`,
      expected: `its ${labelsText(classes.flatMap((one) => one.labels))}`,
      remedy: "put the dataset.json of the model's training beside the predictions",
    });
  }
  return [
    `${file}: counted as outside every structure, since dataset.json does not name it: ${labelsText(strange)}.`,
  ];
}

/** What is said of labels in observers' label maps that the model does not predict. */
export function labelsNotPredicted({ met }: Case, { structures, ignoreLabel }: Prediction): string[] {
  const known = new Set([ignoreLabel, ...structures.flatMap(({ labels = [] }) => labels)]);
  const strange = met.labels.filter((label) => !known.has(label));
  return strange.length === 0
    ? []
    : [
        `Counted as outside every structure, since the model does not predict it: ${labelsText(strange)} of observers.`,
      ];
}

const MOST_LISTED = 8;

function labelsText(labels: readonly number[]): string {
  const list = labels.slice(0, MOST_LISTED).join(", ");
  return `${labels.length === 1 ? "label" : "labels"} ${list}${labels.length > MOST_LISTED ? ", …" : ""}`;
}
