import { SoftdiceError } from "../core/errors.ts";
import { isGzip } from "../formats/compression.ts";
import { isDicom } from "../formats/dicom/read.ts";
import { readStudy, type Study as DicomObjects, type StudyFile } from "../formats/dicom/study.ts";
import { volumeFormats } from "../formats/read.ts";
import { hasVolumeName, isForeign, isPointer, resultFolders, withoutPairedValues } from "./foreign.ts";
import { withoutOwnMaps } from "./ownMaps.ts";
import type { Tools } from "./policy.ts";
import { folderOf, type Source, withoutArchives } from "./source.ts";
import { readVolumeFile, type VolumeFile } from "./volumes.ts";

/** What files turned out to be. */
export interface Scan {
  /** In the order of their names. */
  readonly volumes: readonly (VolumeFile | UnreadFile)[];
  readonly objects: DicomObjects;
  /** All files by their name, for reading images later. */
  readonly sources: ReadonlyMap<string, Source>;
  /** Files of volumes that nobody asks for, unread. */
  readonly skipped: readonly Source[];
  /** Files that were passed over, by their name. */
  readonly foreign: readonly string[];
  /** Folders of earlier results that were passed over. */
  readonly ownResults: readonly string[];
}

/** A file of volumes that cannot be used. */
export interface UnreadFile {
  readonly source: Source;
  readonly error: SoftdiceError;
  /** Whether it stands for a file that is elsewhere: git-lfs and git-annex leave such pointers. */
  readonly isPointer: boolean;
}

/** Files of volumes that are read before their turn: as many as there are threads to decompress them, in most computers. */
const READ_AHEAD = 2;

/**
 * Passes over what is nobody's delineation and gives all other sources, archives opened.
 */
export async function listSources(
  given: AsyncIterable<Source> | Iterable<Source>,
): Promise<Pick<Scan, "foreign" | "ownResults"> & { readonly sources: readonly Source[] }> {
  const all: Source[] = [];
  for await (const source of withoutArchives(given)) all.push(source);
  const results = [...(await resultFolders(all))];
  const foreign: string[] = [];
  const ownResults = new Set<string>();
  const sources: Source[] = [];
  for (const source of all) {
    const own = results.find((folder) => source.place.startsWith(folder));
    if (source.isNamed) sources.push(source);
    else if (own !== undefined) ownResults.add(folderOf(source.name));
    else if (isForeign(source.name)) foreign.push(source.name);
    else sources.push(source);
  }
  return { sources: withoutPairedValues(sources), foreign, ownResults: [...ownResults] };
}

/**
 * Reads what is among sources of any kind and name.
 *
 * @param skip whether a file of volumes need not be read, since nobody asks for what it says to be
 * @param isPlaced whether a layout says which patient a file is of
 * @throws SoftdiceError for a source that was named itself and is of no kind that is read
 */
export async function scan(
  given: AsyncIterable<Source> | Iterable<Source>,
  tools: Tools,
  skip: (source: Source) => boolean = () => false,
  isPlaced: (source: Source) => boolean = () => false,
): Promise<Scan> {
  const { sources, foreign: byName, ownResults } = await listSources(given);
  const foreign = [...byName];
  const volumes: (VolumeFile | UnreadFile)[] = [];
  const others: Source[] = [];
  const named: Source[] = [];
  for (const source of sources) (hasVolumeName(source.place) ? named : others).push(source);
  let done = 0;
  const advance = (): void => tools.report?.("Reading files", (done += 1), sources.length);
  const { first: wanted, maps } = withoutOwnMaps(
    named.filter((source) => !skip(source)),
    isPlaced,
  );
  const start = (n: number): Promise<VolumeFile | UnreadFile> | undefined => {
    const source = wanted[n];
    if (source === undefined) return undefined;
    const reading = readOne(source, tools);
    reading.catch(() => undefined); // awaited in its turn
    return reading;
  };
  const ahead = Array.from({ length: READ_AHEAD }, (_, n) => start(n));
  for (const n of wanted.keys()) {
    volumes.push(await ahead.shift()!);
    ahead.push(start(n + READ_AHEAD));
    advance();
  }
  for (const { map, beside } of maps) {
    const mask = volumes.find(({ source }) => source === beside);
    if (mask !== undefined && "masks" in mask && mask.masks.length > 0) foreign.push(map.name);
    else volumes.push(await readOne(map, tools));
    advance();
  }
  async function* dicom(): AsyncGenerator<StudyFile> {
    const parts = partsOf(volumes);
    for (const source of others) {
      if (!source.isNamed && parts.has(source.place)) continue;
      const bytes = await source.read();
      advance();
      if (isDicom(bytes)) yield { path: source.name, read: () => Promise.resolve(bytes) };
      else if (isVolume(bytes)) volumes.push(await readOne(source, tools));
      else if (source.isNamed) throw unknownKind(source, bytes);
      else foreign.push(source.name);
    }
  }
  const objects = await readStudy(dicom());
  const parts = partsOf(volumes);
  return {
    volumes: volumes
      .filter((file) => "masks" in file || file.source.isNamed || !parts.has(file.source.place))
      .sort((a, b) => (a.source.place < b.source.place ? -1 : 1)),
    objects,
    sources: new Map(sources.map((source) => [source.name, source])),
    skipped: named.filter(skip),
    foreign,
    ownResults,
  };
}

/** Places of files that hold the values of others. */
function partsOf(volumes: readonly (VolumeFile | UnreadFile)[]): ReadonlySet<string> {
  return new Set(volumes.flatMap((file) => ("parts" in file ? [...file.parts] : [])));
}

async function readOne(source: Source, tools: Tools): Promise<VolumeFile | UnreadFile> {
  try {
    const bytes = await source.read();
    if (bytes.length === 0) return { source, error: emptyFile(source), isPointer: false };
    if (isPointer(bytes)) return { source, error: notFetched(source), isPointer: true };
    return await readVolumeFile(source, bytes, tools);
  } catch (error) {
    if (!(error instanceof SoftdiceError)) throw error;
    return { source, error, isPointer: false };
  }
}

function isVolume(bytes: Uint8Array): boolean {
  return isGzip(bytes) || volumeFormats.some(({ recognises }) => recognises(bytes.subarray(0, 1024)));
}

function emptyFile(source: Source): SoftdiceError {
  return new SoftdiceError({
    subject: source.name,
    problem: "is empty",
    expected: "a mask",
    remedy: "copy or export the file again",
  });
}

function notFetched(source: Source): SoftdiceError {
  return new SoftdiceError({
    subject: source.name,
    problem: "is a pointer to a file that git-lfs or git-annex has not fetched",
    expected: "the mask itself",
    remedy: "fetch it with git lfs pull or git annex get, or leave it out",
  });
}

function unknownKind(source: Source, bytes: Uint8Array): SoftdiceError {
  return new SoftdiceError({
    subject: source.name,
    problem: bytes.length === 0 ? "is empty" : "is of no known image format",
    expected: `DICOM, ${volumeFormats.map(({ name, endings }) => `${name} (${endings.join(", ")})`).join(", ")}`,
    remedy: "convert it to one of these first, or leave it out",
  });
}
