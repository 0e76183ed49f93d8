import { describe, expect, it } from "vitest";
import type { ReadContext } from "../../src/formats/context.ts";
import { walkArchive } from "../../src/formats/zip/walk.ts";
import { zip } from "./zip.ts";

/** An archive of one deflated file, with one field of its directory changed. */
async function deflated(content: Uint8Array, change: (view: DataView, directory: number) => void) {
  const bytes = await zip({ "map.npy": content });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  change(view, view.getUint32(bytes.length - 6, true));
  return bytes;
}

/** What holds of a deflated entry of an archive in memory, by whatever decompresses it. */
export function describeDeflatedEntry(by: string, context: ReadContext): void {
  describe(`a deflated entry of an archive in memory, in one piece by ${by}`, () => {
    const content = Uint8Array.from({ length: 30_000 }, (_, n) => (n * n) % 251);
    const read = async (bytes: Uint8Array): Promise<Uint8Array[]> => {
      const contents: Uint8Array[] = [];
      for await (const entry of walkArchive("a.npz", bytes, {}, context))
        contents.push(Uint8Array.from(await entry.read()));
      return contents;
    };

    it("is what was put in, whatever stands around it", async () => {
      const bytes = await zip({
        "a.npy": content,
        "b.npy": content.subarray(7),
        "empty.npy": new Uint8Array(),
      });
      const within = new Uint8Array(bytes.length + 3);
      within.set(bytes, 3);
      expect(await read(within.subarray(3))).toEqual([content, content.subarray(7), new Uint8Array()]);
    });

    it.each<[string, (view: DataView, directory: number) => void]>([
      ["that is damaged", (view) => view.setUint8(100, view.getUint8(100) ^ 1)],
      ["of another checksum", (view, at) => view.setUint32(at + 16, view.getUint32(at + 16) ^ 1)],
      ["that is larger than the archive says", (view, at) => view.setUint32(at + 24, 20_000, true)],
      ["that is smaller than the archive says", (view, at) => view.setUint32(at + 24, 30_001, true)],
      [
        "that ends before the archive says",
        (view, at) => view.setUint32(at + 20, view.getUint32(at + 20, true) - 9, true),
      ],
    ])("is refused %s", async (_, change) => {
      await expect(read(await deflated(content, change))).rejects.toThrow(/^a.npz\/map.npy: /);
    });

    it("is refused where its bytes are another entry's too", async () => {
      const bytes = await zip({ "a.npy": content, "b.npy": content });
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      const first = view.getUint32(bytes.length - 6, true);
      const second = first + 46 + 5 + view.getUint16(first + 30, true) + view.getUint16(first + 32, true);
      view.setUint32(second + 42, view.getUint32(first + 42, true), true);
      await expect(read(bytes)).rejects.toThrow("a.npz");
    });
  });
}
