import type { ReadContext } from "../../src/formats/context.ts";
import { readVolumes } from "../../src/formats/read.ts";
import type { NamedBytes } from "../../src/formats/volume.ts";
import { walkArchive } from "../../src/formats/zip/walk.ts";
import { findFixture, fixture, fixtureNames } from "../support/fixtures.ts";
import type { FuzzTarget } from "./fuzz.ts";

/** Every reader that is fuzzed; a new format is a line here. */
export const fuzzTargets: readonly FuzzTarget[] = [
  volumes("NIfTI", /\.(nii|nii\.gz|hdr)$/),
  volumes("NRRD", /\.(nrrd|nhdr)$/),
  volumes("MetaImage", /\.(mha|mhd)$/),
  volumes("NumPy", /\.(npy|npz)$/),
  { name: "zip", files: () => fixtures(/\.(zip|npz)$/), read: readArchive },
];

/** Broken files may ask for much; what they may get is bounded. */
const context: Partial<ReadContext> = { sibling: findFixture, maxBytes: 2 ** 26 };

function volumes(name: string, files: RegExp): FuzzTarget {
  return {
    name,
    files: () => fixtures(files),
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

function fixtures(names: RegExp): Promise<NamedBytes[]> {
  return Promise.all(fixtureNames.filter((name) => names.test(name)).map(fixture));
}
