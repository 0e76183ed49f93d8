import { SoftdiceError } from "../../core/errors.ts";
import { isPartitionOfUnity } from "./ofMaps.ts";

/** A class that a data set names, and its labels in label maps; a mask without a name has none. */
interface NamedClass {
  readonly name: string;
  readonly labels: readonly number[] | undefined;
}

/** The classes that dataset.json names, without the background. */
interface KnownClasses {
  readonly classes: readonly NamedClass[];
  /** Whether they are regions, which may share labels and have no background. */
  readonly hasRegions: boolean;
}

/** One class of a model's map: what it is called, and its probabilities. */
export interface PredictedClass extends NamedClass {
  readonly map: Float32Array | Float64Array;
}

/** What a label is called that no dataset.json names. */
export function labelName(label: number): string {
  return `label ${label}`;
}

/**
 * The classes of a map of `count` channels, the background left out: those of dataset.json; without it a single map, or the
 * channels of a softmax map by their numbers.
 *
 * @param file what errors name
 * @param mapAt the channel n; asked for only where it is looked at
 * @throws SoftdiceError for channels that nothing names
 */
export function predictedClasses(
  file: string,
  count: number,
  mapAt: (n: number) => Float32Array | Float64Array,
  known: KnownClasses | undefined,
): PredictedClass[] {
  const named = (classes: readonly NamedClass[], offset: number): PredictedClass[] =>
    classes.map((one, n) => ({ ...one, map: mapAt(n + offset) }));
  if (known === undefined) {
    const maps = Array.from({ length: count }, (_, n) => mapAt(n));
    if (maps.length === 1) return [{ name: "", labels: undefined, map: maps[0] }];
    const isSoftmax = isPartitionOfUnity(maps);
    if (isSoftmax && maps.length === 2) return [{ name: "", labels: undefined, map: maps[1] }];
    if (isSoftmax) return maps.slice(1).map((map, n) => ({ name: labelName(n + 1), labels: [n + 1], map }));
  } else {
    const { classes, hasRegions } = known;
    if (!hasRegions && count === classes.length + 1) return named(classes, 1);
    if (count === classes.length && (hasRegions || count === 1)) return named(classes, 0);
  }
  throw new SoftdiceError({
    subject: file,
    problem: `holds ${count} maps${known === undefined ? " that do not add up to 1" : ""}`,
    expected:
      known === undefined
        ? "a softmax map, or dataset.json beside it to name its channels"
        : `the background and the ${known.classes.length} classes of dataset.json, or its regions`,
    remedy: "put the dataset.json of the training beside it",
  });
}
