import { isConsensusName } from "../raters/methods.ts";
import { SoftdiceError } from "../core/errors.ts";
import { bids, BIDS_PATTERN, isBids } from "./bids.ts";
import type { PlacedSource } from "./case.ts";
import { decide, type Look, sampleOf } from "./evidence.ts";
import { hasVolumeName, isForeign, stem, withoutEnding, withoutPairedValues } from "./foreign.ts";
import { type Layout, parsePattern } from "./pattern.ts";
import type { Tools } from "./policy.ts";
import { readingsOf } from "./readings.ts";
import { isArchive, type Source, withoutArchives } from "./source.ts";
import { readVolumeFile } from "./volumes.ts";

/** One patient of a study. */
export interface CohortCase {
  /** The patient's name in the user's own names of files and folders. */
  readonly patient: string;
  readonly sources: readonly PlacedSource[];
}

/** The patients of a study, and how its files were read. */
export interface Cohort {
  readonly pattern: string;
  readonly cases: readonly CohortCase[];
  /** Files of volumes that should have been some patient's and fit nowhere, by name. */
  readonly unfit: readonly string[];
  /** What was passed over, a sentence each. */
  readonly remarks: readonly string[];
}

/**
 * Sorts a study's files by patient: by the user's pattern, as BIDS derivatives, or by the one reading that names, grids and
 * masks leave; folders and archives without files of volumes beside each other are patients, whatever they hold.
 *
 * @param given all files of the study, archives unopened
 * @param subject what errors name: the folder
 * @throws SoftdiceError where nothing fits, or two readings do
 */
export async function openCohort(
  given: AsyncIterable<Source> | Iterable<Source>,
  pattern: string | undefined,
  tools: Tools,
  subject: string,
): Promise<Cohort> {
  const all: Source[] = [];
  const foreign: string[] = [];
  for await (const source of given) {
    if (isForeign(source.name)) foreign.push(source.name);
    else all.push(source);
  }
  const sources = withoutPairedValues(all);
  const { layout, expected } = await layoutOf(sources, pattern, tools, subject);
  const cases = new Map<string, PlacedSource[]>();
  const unfit: string[] = [];
  const passed: string[] = [];
  for (const source of sources) {
    const said = placeIn(layout, source);
    if (said?.patient !== undefined)
      cases.set(said.patient, [...(cases.get(said.patient) ?? []), { source, said }]);
    else (expected.has(source.place) ? unfit : passed).push(source.name);
  }
  if (cases.size === 0) throw nothingFits(subject, pattern);
  const list = (names: readonly string[]): string =>
    `${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}`;
  return {
    pattern: layout.pattern,
    cases: Array.from(cases, ([patient, own]) => ({ patient, sources: own })).sort((a, b) =>
      a.patient < b.patient ? -1 : 1,
    ),
    unfit,
    remarks: [
      ...(passed.length > 0 ? [`left out, since they do not fit ${layout.pattern}: ${list(passed)}`] : []),
      ...(foreign.length > 0 ? [`passed over, no delineations: ${list(foreign)}`] : []),
    ],
  };
}

/** What a layout says of a source; without observers, it says whose folder or archive a file is in. */
function placeIn(layout: Layout, { place }: Source): ReturnType<Layout["placeOf"]> {
  if (layout.roles.has("observer")) return hasVolumeName(place) ? layout.placeOf(place) : undefined;
  const parts = place.split("/");
  const folders = parts.slice(0, isArchive(place) ? parts.length : -1);
  for (let depth = folders.length; depth > 0; depth--) {
    const said = layout.placeOf(withoutEnding(folders.slice(0, depth).join("/")));
    if (said !== undefined) return said;
  }
  return undefined;
}

/** A layout, and the places that it must explain. */
interface ChosenLayout {
  readonly layout: Layout;
  readonly expected: ReadonlySet<string>;
}

async function layoutOf(
  sources: readonly Source[],
  pattern: string | undefined,
  tools: Tools,
  subject: string,
): Promise<ChosenLayout> {
  const only = (layout: Layout, expected: readonly string[] = []): ChosenLayout => ({
    layout,
    expected: new Set(expected),
  });
  if (pattern === BIDS_PATTERN) return only(bids);
  if (pattern !== undefined) return only(requirePatient(parsePattern(pattern, "--pattern"), pattern));
  const archives = sources.filter(({ place }) => isArchive(place) && !place.includes("/"));
  await requirePatients(archives, tools, subject);
  const volumes = sources.filter(({ place }) => hasVolumeName(place));
  if (volumes.some(({ place }) => isBids(place) && bids.placeOf(place) !== undefined)) return only(bids);
  const folders = only(
    parsePattern("{patient}"),
    volumes.map(({ place }) => place),
  );
  if (volumes.length === 0 || archives.length > 0) return folders;
  const { found, places } = await readingOf(volumes, tools, subject);
  if (found !== undefined) return only(found, places);
  // Folders of patients that are arranged each in its own way.
  if (places.length > 0 && places.every((place) => place.includes("/"))) return folders;
  throw nothingFits(subject, undefined);
}

/** The one reading of files of volumes that their names and masks leave. @throws SoftdiceError where two do */
async function readingOf(
  volumes: readonly Source[],
  tools: Tools,
  subject: string,
): Promise<{ readonly found: Layout | undefined; readonly places: readonly string[] }> {
  const counted = volumes.filter(({ place }) => !isConsensusName(stem(place)));
  const look = lookAt(new Map(counted.map((source) => [source.place, source])), tools);
  const places = await withoutImages(
    counted.map(({ place }) => place),
    look,
  );
  return { found: await decide(readingsOf(places, "study"), places, look, subject), places };
}

/**
 * Archives beside each other are taken for patients, unless what is in them can be read as observers' files.
 * @throws SoftdiceError that says how to tell
 */
async function requirePatients(archives: readonly Source[], tools: Tools, subject: string): Promise<void> {
  if (archives.length < 2) return;
  const volumes: Source[] = [];
  for await (const source of withoutArchives(archives)) {
    if (!isForeign(source.place) && hasVolumeName(source.place)) volumes.push(source);
  }
  const found = await readingOf(volumes, tools, subject).then(
    (reading) => reading.found?.pattern ?? "{patient}",
    (error: unknown) => {
      if (error instanceof SoftdiceError) return "";
      throw error;
    },
  );
  if (found.startsWith("{patient}")) return;
  throw new SoftdiceError({
    subject,
    problem: "holds archives that may be patients, or observers with a file a patient",
    expected: "archives that can be read in one way",
    remedy: 'pass --pattern "{patient}" if each is a patient, or unpack them into folders',
  });
}

/** Reads masks once, however often they are asked for. */
function lookAt(sources: ReadonlyMap<string, Source>, tools: Tools): Look {
  const seen = new Map<string, ReturnType<Look>>();
  const read = async (place: string): ReturnType<Look> => {
    const source = sources.get(place);
    if (source === undefined) return undefined;
    try {
      const { masks } = await readVolumeFile(source, await source.read(), tools);
      return masks.length === 1 && masks[0].labels.length < 2 ? masks[0].part() : undefined;
    } catch (error) {
      // Whoever reads it in earnest says what is wrong with it.
      if (error instanceof SoftdiceError) return undefined;
      throw error;
    }
  };
  return (place) => {
    const found = seen.get(place) ?? read(place);
    seen.set(place, found);
    return found;
  };
}

/**
 * Places without those of images beside the masks: names, and depths of folders, at which a sample holds no mask. Label maps
 * count as masks where nothing else does.
 */
async function withoutImages(places: readonly string[], look: Look): Promise<string[]> {
  const sample = sampleOf(places);
  const masks = new Set<string>();
  for (const place of sample) if ((await look(place)) !== undefined) masks.add(place);
  if (masks.size === 0) return [...places];
  const keysOf = (place: string): string[] => [`depth ${place.split("/").length}`, stem(place)];
  const holding = new Set([...masks].flatMap(keysOf));
  const empty = new Set(sample.flatMap(keysOf).filter((key) => !holding.has(key)));
  return places.filter((place) => !keysOf(place).some((key) => empty.has(key)));
}

/** The user's pattern must say patients. @throws SoftdiceError naming the option */
function requirePatient(layout: Layout, pattern: string): Layout {
  if (layout.roles.has("patient")) return layout;
  throw new SoftdiceError({
    subject: "--pattern",
    problem: `is "${pattern}"`,
    expected: "{patient} and, if wanted, {structure} and {observer}",
    remedy: "correct the pattern",
  });
}

function nothingFits(subject: string, pattern: string | undefined): SoftdiceError {
  return new SoftdiceError({
    subject: pattern === undefined ? subject : "--pattern",
    problem:
      pattern === undefined
        ? "holds nothing that looks like a study"
        : `"${pattern}" fits nothing in ${subject}`,
    expected: "paths such as {patient}/{structure}/{observer}, {patient}/{observer}, {patient}",
    remedy: "describe the paths below the folder with --pattern",
  });
}
