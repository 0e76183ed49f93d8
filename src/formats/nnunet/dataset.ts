import { SoftdiceError } from "../../core/errors.ts";

/** A foreground class of a data set: a structure's name, and the values that it has in label maps. */
export interface DatasetClass {
  readonly name: string;
  /** One label, or the labels that a region is made of. */
  readonly labels: readonly number[];
}

/** The classes of nnU-Net's dataset.json, without the background. */
export interface Dataset {
  /** In the order of a model's channels: by label, whatever the order in the file; regions as the file lists them. */
  readonly classes: readonly DatasetClass[];
  /** Whether classes are regions of several labels that may overlap, each with a sigmoid channel of its own. */
  readonly hasRegions: boolean;
  /** The label of voxels that an annotator did not judge, where there is one. */
  readonly ignoreLabel?: number | undefined;
}

/**
 * The classes that nnU-Net's dataset.json names: `{"labels": {"0": "background", "1": "liver"}}` in version 1,
 * `{"labels": {"background": 0, "liver": 1}}` in version 2, where a region lists several labels.
 *
 * @param file what errors name
 * @returns undefined for a document without labels, which names nothing
 * @throws SoftdiceError for a text that is not JSON, for labels of neither kind, for one that two classes have, for names that
 * two classes share, for a background that is not 0, and for regions whose order is lost, as JavaScript lists names that are
 * numbers before all others
 */
export function parseDataset(file: string, text: string): Dataset | undefined {
  const labels = labelsOf(file, text);
  if (labels === undefined) return undefined;
  const classes = Object.entries(labels).map(([key, value]): DatasetClass => {
    if (typeof value === "string" && isLabel(Number(key))) return { name: value, labels: [Number(key)] };
    const list = Array.isArray(value) ? value : [value];
    if (!list.every(isLabel)) throw malformed(file, `has the label ${JSON.stringify(value)} for "${key}"`);
    return { name: key, labels: list };
  });
  const foreground = classes.filter(({ labels: own }) => own.some((label) => label !== 0));
  checkClasses(file, classes, foreground);
  const used = foreground.filter(({ name }) => name !== IGNORE);
  const hasRegions = used.some(({ labels: own }) => own.length > 1);
  const ignoreLabel = ignoreLabelOf(file, classes);
  if (!hasRegions) return { classes: byLabel(file, used), hasRegions, ignoreLabel };
  const number = used.find(({ name }) => isLabel(Number(name)));
  if (number !== undefined)
    throw malformed(file, `calls a region "${number.name}", so that their order is lost`);
  return { classes: used, hasRegions, ignoreLabel };
}

function checkClasses(
  file: string,
  classes: readonly DatasetClass[],
  foreground: readonly DatasetClass[],
): void {
  if (foreground.length === 0) throw malformed(file, "names no class but the background");
  const mixed = foreground.find(({ labels }) => labels.includes(0));
  if (mixed !== undefined) throw malformed(file, `has the background's label, 0, in "${mixed.name}"`);
  const background = foreground.find(({ name }) => name === "background");
  if (background !== undefined)
    throw malformed(file, `has the label ${background.labels.join(", ")} for "background", not 0`);
  const names = classes.map(({ name }) => name.trim().toLowerCase());
  const twin = names.findIndex((name, n) => names.indexOf(name) < n);
  if (twin >= 0)
    throw malformed(
      file,
      `has two classes that are called "${classes[twin].name}", but for upper and lower case`,
    );
}

/** What version 2 calls the label of voxels that were not judged, letter by letter; it is the highest of all. */
const IGNORE = "ignore";

function ignoreLabelOf(file: string, classes: readonly DatasetClass[]): number | undefined {
  const [ignored, ...more] = classes.filter(({ name }) => name === IGNORE).flatMap(({ labels }) => labels);
  if (ignored === undefined) return undefined;
  const others = classes.filter(({ name }) => name !== IGNORE);
  const isHighest = others.every(({ labels }) => labels.every((label) => label < ignored));
  if (more.length === 0 && ignored > 0 && isHighest) return ignored;
  throw new SoftdiceError({
    subject: file,
    problem: `has ${more.length > 0 ? "several labels" : `the label ${ignored}`} for "${IGNORE}"`,
    expected: "one label of its own, the highest of all, as nnU-Net has it",
    remedy: "copy it anew from the results of the training, or call the class otherwise",
  });
}

function byLabel(file: string, classes: readonly DatasetClass[]): DatasetClass[] {
  const sorted = [...classes].sort((a, b) => a.labels[0] - b.labels[0]);
  const twin = sorted.find(({ labels }, n) => labels[0] === sorted[n + 1]?.labels[0]);
  if (twin !== undefined) throw malformed(file, `gives the label ${twin.labels[0]} to two classes`);
  return sorted;
}

function labelsOf(file: string, text: string): Record<string, unknown> | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new SoftdiceError({
      subject: file,
      problem: "is not JSON",
      expected: "nnU-Net's dataset.json",
      remedy: "copy it anew from the results of the training",
      cause,
    });
  }
  const labels = (document as { readonly labels?: unknown } | null)?.labels;
  if (labels === undefined) return undefined;
  if (typeof labels === "object" && labels !== null && !Array.isArray(labels)) {
    return labels as Record<string, unknown>;
  }
  throw malformed(file, "has labels that are no table");
}

function isLabel(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function malformed(file: string, problem: string): SoftdiceError {
  return new SoftdiceError({
    subject: file,
    problem,
    expected: '"labels" as {"liver": 1} or {"1": "liver"}',
    remedy: "copy it anew from the results of the training",
  });
}
