import { SoftdiceError } from "../core/errors.ts";
import type { Item } from "./item.ts";
import { isBids } from "./bids.ts";

/**
 * Refuses delineations of several patients that would be taken for several observers': DICOM objects of different
 * PatientIDs, subjects of a BIDS data set. Identifiers are not shown.
 *
 * @param subject what the error names
 * @throws SoftdiceError with what to do
 */
export function requireOnePatient(items: readonly Item[], subject: string, assumeSame: boolean): void {
  if (assumeSame) return;
  const ids = new Map<string, string>();
  for (const { origin, input } of items) {
    const { patientId } = origin;
    if (patientId !== undefined && !ids.has(patientId)) ids.set(patientId, input);
  }
  const subjects = new Set(
    items.flatMap(({ place }) => (isBids(place) ? [/sub-[\da-z]+/iu.exec(place)![0]] : [])),
  );
  const count = Math.max(ids.size, subjects.size);
  if (count < 2) return;
  const [first, second] = [...ids.values()];
  const which = ids.size > 1 && first !== second ? ` (${first} and ${second} among them)` : "";
  throw new SoftdiceError({
    subject,
    problem: `holds delineations of ${count} patients${which}`,
    expected: "one patient's",
    remedy:
      "give each patient by itself, or the folder above with --study; --assume-same-patient combines them",
  });
}

/** Why delineations of one structure cannot be compared: they lie in different frames of reference. */
export function frameFailure(structure: string, items: readonly Item[]): SoftdiceError | undefined {
  const frames = new Map<string, string>();
  for (const { origin, input } of items) {
    const { frameOfReferenceUid: uid } = origin;
    if (uid !== undefined && !frames.has(uid)) frames.set(uid, input);
  }
  if (frames.size < 2) return undefined;
  const [first, second] = [...frames.values()];
  return new SoftdiceError({
    subject: structure === "" ? first : structure,
    problem: `was drawn in ${frames.size} frames of reference (${first} and ${second}), whose positions do not compare`,
    expected: "one frame of reference for all observers",
    remedy: "register the images first, or pass --assume-same-frame if they are one",
  });
}
