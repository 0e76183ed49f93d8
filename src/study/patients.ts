import { SoftdiceError } from "../core/errors.ts";
import type { Item } from "./item.ts";
import { isBids } from "./bids.ts";
import { parsePattern, type Place } from "./pattern.ts";
import type { Scan } from "./scan.ts";
import { belowCommonFolder, folderOf, isArchive } from "./source.ts";

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

/** One of several patients among files. */
export interface PatientInScan {
  /** The folder or archive that its files are in, as the user named it, or a number; never an identifier. */
  readonly alias: string;
  /** Its files alone. */
  readonly found: Scan;
}

/**
 * The patients whose DICOM delineations were read, in the order of their files. Files of volumes, which say no patient, go
 * with the one whose folder they are in. Empty where all are one patient's.
 */
export function patientsIn(found: Scan): PatientInScan[] {
  const { structureSets, segmentations } = found.objects;
  const objects = [...structureSets, ...segmentations];
  const ids = [...new Set(objects.map(({ patientId }) => patientId).filter((id) => id !== undefined))];
  if (ids.length < 2) return [];
  const placeOf = (file: string): string => found.sources.get(file)?.place ?? file;
  const topsOf = (id: string): string[] => [
    ...new Set(objects.filter(({ patientId }) => patientId === id).map(({ file }) => topOf(placeOf(file)))),
  ];
  const tops = ids.map(topsOf);
  const areOwn = tops.every(
    (own, n) => own.length === 1 && own[0] !== "" && tops.every((other, m) => m === n || other[0] !== own[0]),
  );
  return ids.map((id, n) => ({
    alias: areOwn ? tops[n][0] : `patient ${n + 1}`,
    found: {
      ...found,
      volumes: areOwn ? found.volumes.filter(({ source }) => topOf(source.place) === tops[n][0]) : [],
      objects: {
        ...found.objects,
        structureSets: structureSets.filter(({ patientId }) => patientId === id),
        segmentations: segmentations.filter(({ patientId }) => patientId === id),
      },
    },
  }));
}

/** Files of volumes by patient, as a pattern says. */
export interface ReadByPattern {
  /** What it says of a place. */
  readonly saidOf: (place: string) => Place;
  /** The patients in the order of their names; empty where the pattern says none. */
  readonly patients: readonly PatientInScan[];
  /** Names of files that it does not fit. */
  readonly unfit: readonly string[];
}

/**
 * Reads the places of files by a pattern below the folder that holds all of them.
 * @throws SoftdiceError for a pattern that names nothing
 */
export function readByPattern(found: Scan, pattern: string): ReadByPattern {
  const layout = parsePattern(pattern);
  const drawn = found.volumes.filter((file) => "error" in file || file.images.length === 0);
  const places = drawnPlaces(found);
  const said = new Map([...places].map(([place, below]) => [place, layout.placeOf(below)]));
  const saidOf = (place: string): Place => said.get(place) ?? {};
  const names = [...new Set([...said.values()].flatMap((one) => one?.patient ?? []))].sort();
  // Exporters call folders within archives after the patient.
  const areQuoted = drawn.every(({ source }) => !isArchive(folderOf(source.name).slice(0, -1)));
  return {
    saidOf,
    patients: names.map((name, n) => ({
      alias: areQuoted ? name : `patient ${n + 1}`,
      found: {
        ...found,
        volumes: found.volumes.filter(({ source }) => saidOf(source.place).patient === name),
      },
    })),
    unfit: drawn
      .filter(({ source }) => said.get(source.place) === undefined)
      .map(({ source }) => source.name),
  };
}

/** Places of files of volumes that are no images, each from the folder on that holds all of them. */
export function drawnPlaces({ volumes }: Scan): ReadonlyMap<string, string> {
  const places = volumes
    .filter((file) => "error" in file || file.images.length === 0)
    .map(({ source }) => source.place);
  const below = belowCommonFolder(places);
  return new Map(places.map((place, n) => [place, below[n]]));
}

/** The first folder or archive of a place; empty for a file in none. */
function topOf(place: string): string {
  return place.includes("/") ? place.slice(0, place.indexOf("/")) : "";
}
