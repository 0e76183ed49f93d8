import { SoftdiceError } from "../../../src/core/errors.ts";
import type { Choice } from "../../../src/formats/dicom/choose.ts";
import { isDicom } from "../../../src/formats/dicom/read.ts";
import { maskSources, type MaskSource } from "../../../src/formats/dicom/masks.ts";
import { readSeriesVolume } from "../../../src/formats/dicom/series-volume.ts";
import { readStudy, type Study } from "../../../src/formats/dicom/study.ts";
import { isGzip } from "../../../src/formats/compression.ts";
import { readVolumes, volumeFormats } from "../../../src/formats/read.ts";
import { describeGridDifference } from "../../../src/image/compare.ts";
import type { Grid } from "../../../src/image/grid.ts";
import { binaryMask } from "../../../src/image/mask.ts";
import type { Volume } from "../../../src/image/volume.ts";
import type { Progress } from "../protocol.ts";
import { type DroppedFile, type Entry, listEntries } from "./files.ts";
import { labelDelineations, type Origin } from "./grouping.ts";
import { type Part, partOf, type StoredMask, type StoredStructure, type StoredStudy } from "./stored.ts";
import { asMap, asMask, labelsOf } from "./values.ts";

/**
 * Opens whatever was dropped: RTSTRUCT and SEG with their images, masks and maps in any format, in folders and archives.
 * @throws SoftdiceError when nothing in it can be used; of a single file that cannot be read, its own error
 */
export async function openStudy(
  files: readonly DroppedFile[],
  report: (progress: Progress) => void,
): Promise<StoredStudy> {
  report({ what: "Looking through the files", done: 0, total: 0 });
  const entries = await listEntries(files);
  const found = new Found();
  const study = await readStudy(readEntries(entries, found, report));
  addDicom(study, found, report);
  return found.toStudy(entries, files);
}

/** Reads every entry once: volumes go to `found`, everything else is passed on. */
async function* readEntries(
  entries: readonly Entry[],
  found: Found,
  report: (progress: Progress) => void,
): AsyncGenerator<Entry> {
  for (const [n, entry] of entries.entries()) {
    report({ what: "Reading files", done: n, total: entries.length });
    try {
      const bytes = await entry.read();
      if (!isVolume(entry.path, bytes)) yield { path: entry.path, read: () => Promise.resolve(bytes) };
      else {
        const context = { sibling: siblingOf(entry, entries), maxBytes: 2 ** 31 };
        found.addVolumes(entry.path, await readVolumes({ name: entry.path, bytes }, context));
      }
    } catch (error) {
      found.fail(error);
    }
  }
}

function isVolume(path: string, bytes: Uint8Array): boolean {
  const endings = volumeFormats.flatMap((format) => format.endings);
  if (endings.some((ending) => path.toLowerCase().endsWith(ending))) return true;
  return (
    !isDicom(bytes) &&
    (isGzip(bytes) || volumeFormats.some(({ recognises }) => recognises(bytes.subarray(0, 1024))))
  );
}

function siblingOf(
  { path }: Entry,
  entries: readonly Entry[],
): (name: string) => Promise<Uint8Array | undefined> {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return (name) =>
    entries.find((other) => other.path === folder + name)?.read() ?? Promise.resolve(undefined);
}

/** The structures of every RTSTRUCT and SEG, on the grid of the one that has most of them. */
function addDicom(study: Study, found: Found, report: (progress: Progress) => void): void {
  for (const problem of study.problems) found.fail(problem);
  if (study.structureSets.length + study.segmentations.length === 0) {
    if (study.series.length > 0) found.series = study.series;
    return;
  }
  const { sources, problems } = maskSources(study, { grid: "series", nested: "holes" });
  for (const problem of problems) found.fail(problem);
  const total = sources.reduce(
    (sum, { structures }) => sum + structures.filter(({ hasArea }) => hasArea).length,
    0,
  );
  let done = 0;
  for (const source of sources) {
    found.take(source);
    for (const { rasterise, grid } of source.structures) {
      if (grid !== undefined && !found.accepts(source.file, grid)) continue;
      const { name, volume, notes, failure } = rasterise();
      if (failure !== undefined) found.fail(failure);
      found.notes.push(...notes.map((note) => `${name}: ${note}`));
      if (volume === undefined) continue;
      report({ what: "Turning contours into voxels", done: done++, total });
      found.addVolume({ name, path: source.file, isFileName: false }, volume);
    }
  }
}

interface FoundMask {
  readonly origin: Origin;
  readonly part: Part<Uint8Array>;
  /** Of a file of one mask: the label that it marks with, none if it is empty. */
  readonly labels?: readonly number[] | undefined;
}

const labelOrigin = (path: string, label: number): Origin => ({
  name: `label ${label}`,
  path,
  isFileName: false,
});

/** What has been found so far; everything on one grid, that of the first. */
class Found {
  readonly notes: string[] = [];
  readonly #leftOut: string[] = [];
  series: Study["series"] = [];
  #grid: { readonly of: string; readonly grid: Grid } | undefined;
  #choice: Choice | undefined;
  #image: Volume | undefined;
  readonly #masks: FoundMask[] = [];
  /** Labels of all label maps. */
  readonly #labels = new Set<number>();
  readonly #maps: StoredStructure[] = [];
  readonly #errors: SoftdiceError[] = [];
  /** Why volumes of floating-point numbers are no probability maps. */
  readonly #noMaps: SoftdiceError[] = [];

  fail(error: unknown): void {
    if (!(error instanceof SoftdiceError)) throw error;
    this.#errors.push(error);
  }

  /** Whether a volume lies on the grid of those before; else a note says that it is left out. */
  accepts(path: string, grid: Grid): boolean {
    this.#grid ??= { of: path, grid };
    const difference = describeGridDifference(grid, this.#grid.grid);
    if (difference === undefined) return true;
    this.#leftOut.push(`${path}: it lies on another grid than ${this.#grid.of}: ${difference}`);
    return false;
  }

  take(source: MaskSource): void {
    const choice = source.structures.find((structure) => structure.choice !== undefined)?.choice;
    this.#choice ??= choice;
    if (choice !== undefined) this.notes.push(`${source.file}: on ${choice.reason}`);
  }

  addVolumes(path: string, volumes: readonly Volume[]): void {
    for (const volume of volumes) {
      const isFileName = volumes.length === 1;
      const origin = { name: volume.name, path, isFileName };
      if (!this.accepts(path, volume.grid)) continue;
      this.addVolume(origin, volume, isFileName ? (labelsOf(volume) ?? []) : undefined);
    }
  }

  /** @param labels the volume's labels, where it could be a label map */
  addVolume(origin: Origin, volume: Volume, labels?: readonly number[]): void {
    const mask = asMask(volume);
    const map = mask === undefined ? asMap(volume, (reason) => this.#noMaps.push(reason)) : undefined;
    if (mask !== undefined) {
      const part = partOf(mask);
      if (part.data.length === 0) this.notes.push(`${origin.path}: ${origin.name} is empty`);
      this.#masks.push({ origin, part, labels });
    } else if (map !== undefined) {
      this.notes.push(...map.warnings.map((warning) => `${origin.path}: ${warning}`));
      this.#maps.push({ kind: "map", name: origin.name, part: partOf(map.volume) });
    } else {
      this.#addLabels(origin, volume, labels ?? []);
    }
  }

  /** A mask for each label of a label map; any other volume is the image, or one too many. */
  #addLabels({ path }: Origin, volume: Volume, labels: readonly number[]): void {
    for (const label of labels) {
      this.#labels.add(label);
      const part = partOf({ ...volume, data: binaryMask(volume, label) });
      this.#masks.push({ origin: labelOrigin(path, label), part });
    }
    if (labels.length > 0) {
      this.notes.push(`${path}: a label map; each of its ${labels.length} labels is a structure`);
    } else if (this.#image === undefined) {
      this.#image = volume;
      const [reason] = this.#noMaps;
      this.notes.push(`${path}: taken for the image${reason === undefined ? "" : ` (${reason.problem})`}`);
    } else {
      this.#leftOut.push(`${path}: it is an image, and another is shown already`);
    }
  }

  /** All masks; beside label maps, a mask of one label is one too, and an empty one is that of an observer who used none. */
  #allMasks(): FoundMask[] {
    if (this.#labels.size === 0) return this.#masks;
    return this.#masks.flatMap((mask) => {
      const { labels, part, origin } = mask;
      if (labels === undefined) return [mask];
      const own = labels.length > 0 ? labels : [...this.#labels];
      return own.map((label) => ({ origin: labelOrigin(origin.path, label), part }));
    });
  }

  toStudy(entries: readonly Entry[], files: readonly DroppedFile[]): StoredStudy {
    const structures = [...this.#structures(), ...this.#maps];
    if (structures.length === 0) throw this.#nothing(entries.length);
    const choice = this.#choice;
    const own = this.#image;
    const image =
      choice === undefined
        ? own && ((): Promise<Volume> => Promise.resolve(own))
        : (): Promise<Volume> => readSeriesVolume(choice.series, inOrder(entries));
    return {
      title: files.length === 1 ? files[0].path : `${files.length} files`,
      grid: this.#grid!.grid,
      structures,
      notes: this.notes,
      leftOut: [...this.#errors.map(({ message }) => message), ...this.#leftOut],
      ...(image === undefined ? {} : { image }),
      ...(choice === undefined ? {} : { series: choice.series }),
    };
  }

  /** Masks by structure, in the order in which structures first appear; those of several observers first. */
  #structures(): StoredStructure[] {
    const found = this.#allMasks();
    const labels = labelDelineations(found.map(({ origin }) => origin));
    const byName = new Map<string, StoredMask[]>();
    for (const [n, { structure, observer }] of labels.entries()) {
      const masks = byName.get(structure) ?? [];
      masks.push({ observer, part: found[n].part });
      byName.set(structure, masks);
    }
    return [...byName]
      .map(([name, observers]) => ({ kind: "masks" as const, name, observers }))
      .sort((a, b) => Number(b.observers.length > 1) - Number(a.observers.length > 1));
  }

  #nothing(entries: number): SoftdiceError {
    const [first] = [...this.#errors, ...this.#noMaps];
    if (first !== undefined) return first;
    const verb = entries === 1 ? "holds" : "hold";
    return new SoftdiceError({
      subject: entries === 1 ? "the file" : `the ${entries} files`,
      problem:
        this.series.length > 0
          ? `${verb} images but no delineation`
          : this.#image === undefined
            ? `${verb} nothing that softdice reads`
            : `${verb} an image but no mask or probability map`,
      expected: "masks or maps (NIfTI, NRRD, MetaImage, NumPy), or RTSTRUCT or SEG with their images",
      remedy: "drop the delineations of one patient together, or start with an example",
    });
  }
}

async function* inOrder(entries: readonly Entry[]): AsyncGenerator<Entry> {
  yield* entries;
}
