import { describe, expect, it } from "vitest";
import { walkArchive } from "../../../src/formats/zip/walk.ts";
import { type ArchiveFile, writeArchive } from "../../../src/formats/zip/write.ts";

async function archiveOf(files: readonly ArchiveFile[]): Promise<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const bytes = new Response(readable).arrayBuffer();
  await writeArchive(
    writable,
    (async function* () {
      yield* files;
    })(),
  );
  return new Uint8Array(await bytes);
}

describe("a zip archive", () => {
  const files = [
    { path: "a/one.txt", bytes: new TextEncoder().encode("one") },
    { path: "a/empty", bytes: new Uint8Array(0) },
    { path: "b/zeros", bytes: new Uint8Array(300_000) },
  ];

  it("gives back what was written to it", async () => {
    const read: ArchiveFile[] = [];
    for await (const entry of walkArchive("test.zip", await archiveOf(files)))
      read.push({ path: entry.path, bytes: await entry.read() });
    expect(read).toEqual(files);
  });

  it("has the same bytes for the same files, and is compressed", async () => {
    const [a, b] = [await archiveOf(files), await archiveOf(files)];
    expect(a).toEqual(b);
    expect(a.length).toBeLessThan(3000);
  });
});
