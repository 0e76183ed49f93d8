import { describe, expect, it } from "vitest";
import { readContext } from "../../src/formats/context.ts";
import { readVolumes } from "../../src/formats/read.ts";
import type { ArchiveLimits } from "../../src/formats/zip/limits.ts";
import { walkArchive } from "../../src/formats/zip/walk.ts";
import { describeDeflatedEntry } from "../support/deflatedEntry.ts";
import { expectations, expectVolumes, fixture } from "../support/fixtures.ts";
import { zip } from "../support/zip.ts";

async function readAll(
  bytes: Uint8Array | Blob,
  limits: Partial<ArchiveLimits> = {},
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for await (const entry of walkArchive("a.zip", bytes, limits)) files.set(entry.path, await entry.read());
  return files;
}

describe("walkArchive", () => {
  it("finds the files in folders and in archives inside, and nothing that systems leave behind", async () => {
    const { bytes } = await fixture("nested.zip");
    const { bytes: mask } = await fixture("nifti1-u1.nii.gz");
    for (const source of [bytes, new Blob([bytes as Uint8Array<ArrayBuffer>])]) {
      const files = await readAll(source);
      expect([...files.keys()]).toEqual([
        "case/mask.nii.gz",
        "case/Röntgen/maske.nii.gz",
        "case/stored.zip/deep/stored.nii.gz",
        "case/deflated.zip/deep/deflated.nii.gz",
      ]);
      for (const content of files.values()) expect(content).toEqual(mask);
    }
  });

  it("gives files that readVolumes reads", async () => {
    const { name, bytes } = await fixture("nested.zip");
    const expected = (await expectations())["nifti1-u1.nii.gz"];
    for await (const { path, read } of walkArchive(name, bytes))
      expectVolumes(await readVolumes({ name: path, bytes: await read() }), expected);
  });

  it.each(["climbs.zip", "absolute.zip", "drive.zip"])(
    "refuses %s, whose path leads out of it",
    async (name) => {
      const { bytes } = await fixture(name);
      await expect(readAll(bytes)).rejects.toThrow(
        /^a.zip: archive: cannot be read \(.*\), expected an intact zip archive whose paths stay inside it/,
      );
    },
  );

  it("refuses what is no archive, and one that is cut off", async () => {
    const { bytes } = await fixture("nested.zip");
    await expect(readAll(new Uint8Array(100))).rejects.toThrow("a.zip: archive: cannot be read");
    await expect(readAll(bytes.subarray(0, bytes.length - 60))).rejects.toThrow(
      "a.zip: archive: cannot be read",
    );
  });

  it("refuses an entry that is damaged", async () => {
    const bytes = await zip({ "mask.nii": Uint8Array.from({ length: 1000 }, (_, n) => n * n) }, 0);
    bytes[500] ^= 1;
    await expect(readAll(bytes)).rejects.toThrow(
      /^a.zip\/mask.nii: entry: cannot be read \(.*\), expected an intact entry/,
    );
  });

  it("refuses more entries, bytes or archives inside one another than its limits", async () => {
    const inner = await zip({ "b.nii": new Uint8Array(1000), "c.nii": new Uint8Array(1000) });
    const middle = await zip({ "inner.zip": inner });
    const outer = await zip({ "middle.zip": middle });
    expect((await readAll(outer)).size).toBe(2);
    await expect(readAll(outer, { maxDepth: 2 })).rejects.toThrow(
      "a.zip/middle.zip/inner.zip: archive: is the 3th of archives inside one another, expected at most 2",
    );
    await expect(readAll(outer, { maxEntries: 3 })).rejects.toThrow("has more than 3 entries");
    await expect(readAll(outer, { maxEntryBytes: 999 })).rejects.toThrow(
      "a.zip/middle.zip/inner.zip/b.nii: size: is 1000 bytes",
    );
    await expect(readAll(outer, { maxTotalBytes: 2000 })).rejects.toThrow(
      "a.zip/middle.zip/inner.zip/c.nii: size: is",
    );
  });

  it("refuses sizes that no compression reaches before it reads anything", async () => {
    const bytes = await zip({ "mask.nii": new Uint8Array(100_000) });
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const directory = view.getUint32(bytes.length - 6, true);
    view.setUint32(directory + 24, 4_000_000_000, true);
    view.setUint32(22, 4_000_000_000, true);
    await expect(readAll(bytes)).rejects.toThrow(
      /^a.zip\/mask.nii: size: is 4000000000 bytes out of \d+, expected at most 1032/,
    );
  });

  it("refuses an entry that is larger than the archive says", async () => {
    const bytes = await zip({ "mask.nii": new Uint8Array(100_000) });
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const directory = view.getUint32(bytes.length - 6, true);
    view.setUint32(directory + 24, 1000, true);
    view.setUint32(22, 1000, true);
    await expect(readAll(bytes)).rejects.toThrow(/^a.zip\/mask.nii: /);
  });

  it("reads an entry again when asked again", async () => {
    const bytes = await zip({ "a.nii": Uint8Array.of(1, 2, 3) });
    for await (const entry of walkArchive("a.zip", bytes)) {
      expect(await entry.read()).toEqual(Uint8Array.of(1, 2, 3));
      expect(await entry.read()).toEqual(Uint8Array.of(1, 2, 3));
    }
  });
});

describeDeflatedEntry("Compression Streams", readContext());
