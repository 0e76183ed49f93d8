import type { ReadContext } from "../../src/formats/context.ts";
import { maskSources } from "../../src/formats/dicom/masks.ts";
import { openPixels } from "../../src/formats/dicom/pixels.ts";
import { readDicom } from "../../src/formats/dicom/read.ts";
import { gridOf } from "../../src/formats/dicom/series.ts";
import { readSeriesVolume } from "../../src/formats/dicom/series-volume.ts";
import { readStudy } from "../../src/formats/dicom/study.ts";
import { readVolumes } from "../../src/formats/read.ts";
import type { NamedBytes } from "../../src/formats/volume.ts";
import { walkArchive } from "../../src/formats/zip/walk.ts";
import { voxelCount } from "../../src/image/grid.ts";
import { corpusOf } from "./corpus.ts";
import { archiveFiles, collect, filesOf } from "../support/dicom.ts";
import { findFixture, fixture, fixtureNames } from "../support/fixtures.ts";
import type { FuzzTarget } from "./fuzz.ts";

/** Every reader that is fuzzed; a new format is a line here. */
export const fuzzTargets: readonly FuzzTarget[] = [
  volumes("NIfTI", /\.(nii|nii\.gz|hdr)$/),
  volumes("NRRD", /\.(nrrd|nhdr)$/),
  volumes("MetaImage", /\.(mha|mhd)$/),
  volumes("NumPy", /\.(npy|npz)$/),
  { name: "DICOM", files: dicomFiles, read: readDicomFile },
  { name: "codecs", files: compressedImages, read: readFrames },
  { name: "zip", files: () => fixtures(/^(?!dicom-cases).*\.(zip|npz)$/), read: readArchive },
];

/** Broken files may ask for much; what they may get is bounded. */
const context: Partial<ReadContext> = { sibling: findFixture, maxBytes: 2 ** 26 };

function volumes(name: string, files: RegExp): FuzzTarget {
  return {
    name,
    files: async () => [...(await fixtures(files)), ...(await corpusOf(name))],
    async read(file) {
      const images = await readVolumes(file, context);
      for (const { grid, data } of images) {
        if (data.length !== grid.shape[0] * grid.shape[1] * grid.shape[2])
          throw new Error(`${data.length} values on ${grid.shape.join("×")}`);
      }
    },
  };
}

async function readArchive({ name, bytes }: NamedBytes): Promise<void> {
  const limits = { maxEntries: 1000, maxEntryBytes: 2 ** 26, maxTotalBytes: 2 ** 27 };
  for await (const entry of walkArchive(name, bytes, limits)) {
    const escapes = /^([/\\]|[a-z]:)|(^|[/\\])\.\.([/\\]|$)/i.test(entry.path);
    if (escapes) throw new Error(`the path ${entry.path} leads out of the archive`);
    await entry.read();
  }
}

/** Images in every transfer syntax, several frames, structures and segmentations; not the large structure set. */
async function dicomFiles(): Promise<NamedBytes[]> {
  const zipped = [
    ...(await collect(archiveFiles("dicom-syntaxes.zip"))),
    ...(await collect(archiveFiles("dicom-charsets.zip"))),
  ];
  const images = zipped.map(async ({ path, read }) => ({ name: path, bytes: await read() }));
  const plain = await fixtures(/^dicom-(rtstruct|seg-.*|enhanced)\.dcm$/);
  return [...(await Promise.all(images)), ...plain, ...(await corpusOf("DICOM"))];
}

/** Images of every compressed transfer syntax. */
async function compressedImages(): Promise<NamedBytes[]> {
  const entries = await collect(archiveFiles("dicom-syntaxes.zip"));
  const images = await Promise.all(
    entries.map(async ({ path, read }) => ({ name: path, bytes: await read() })),
  );
  const isCompressed = await Promise.all(
    images.map(async ({ name, bytes }) => {
      const { transferSyntax } = await readDicom(name, bytes);
      return transferSyntax === "1.2.840.10008.1.2.5" || transferSyntax.startsWith("1.2.840.10008.1.2.4.");
    }),
  );
  return images.filter((_, n) => isCompressed[n]);
}

/** Decodes all frames of an image. */
async function readFrames({ name, bytes }: NamedBytes): Promise<void> {
  const file = await readDicom(name, bytes);
  const frame = await openPixels(file);
  const count = Math.min(4, Math.max(1, file.dataset.number("NumberOfFrames") || 1));
  for (let n = 0; n < count; n++) frame(n);
}

/** A file as a study of its own, with its pixels or masks as far as these are small. */
async function readDicomFile({ name, bytes }: NamedBytes): Promise<void> {
  const small = 2 ** 22;
  const study = await readStudy(filesOf({ [name]: bytes }));
  if (study.problems.length > 0) throw study.problems[0];
  for (const series of study.series) {
    if (voxelCount(gridOf(series)) > small) continue;
    const { data } = await readSeriesVolume(series, filesOf({ [name]: bytes }));
    if (data.length !== voxelCount(gridOf(series))) throw new Error(`${data.length} values`);
  }
  if (study.structureSets.length + study.segmentations.length > 0) {
    const { sources } = maskSources(study, { grid: "paper", nested: "holes" });
    for (const source of sources)
      for (const { grid, rasterise } of source.structures)
        if (grid !== undefined && voxelCount(grid) <= small) rasterise();
  }
  // What a study passes over as another kind of object is read all the same.
  if (study.ignored > 0) await openPixels(await readDicom(name, bytes));
}

function fixtures(names: RegExp): Promise<NamedBytes[]> {
  return Promise.all(fixtureNames.filter((name) => names.test(name)).map(fixture));
}
