import { hasVolumeName } from "../../study/foreign.ts";
import { canonicalName, sameName } from "../../study/names.ts";
import type { KnownSource } from "../../study/knownCases.ts";
import type { LabelClass } from "../../study/policy.ts";
import type { PredictedStructure } from "./readPrediction.ts";

/**
 * The classes by which observers' files are read as label maps, as the prediction is; undefined where the prediction has no
 * labels, and where the paths of observers' files say its structures, so that each file is the mask of one.
 */
export function classesToTell(
  structures: readonly PredictedStructure[],
  observers: readonly KnownSource[],
): LabelClass[] | undefined {
  const classes = structures.flatMap(({ name, labels }) => (labels === undefined ? [] : [{ name, labels }]));
  if (classes.length < structures.length) return undefined;
  const names = classes.map(({ name }) => canonicalName(name));
  const saysOne = observers.some(({ source: { place } }) => {
    const path = `/${canonicalName(place).replaceAll(/[-_.]/gu, "/")}/`;
    return names.some((name) => path.includes(`/${name.replaceAll(/[-_.]/gu, "/")}/`));
  });
  return saysOne ? undefined : classes;
}

/** Observers' files with the predicted structure that a folder of theirs is called after. */
export function withFolderNames(
  observers: readonly KnownSource[],
  structures: readonly PredictedStructure[],
): KnownSource[] {
  return observers.map((one) => {
    const { place } = one.source;
    const folders = place.split("/").slice(0, -1);
    const found = structures.find(({ name }) => name !== "" && folders.some((part) => sameName(part, name)));
    if (found === undefined || !hasVolumeName(place) || one.said.structure !== undefined) return one;
    return { ...one, said: { ...one.said, structure: found.name } };
  });
}
