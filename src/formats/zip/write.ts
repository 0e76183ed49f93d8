import { Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js/lib/zip-core-native.js";

/** A file to be put into an archive. */
export interface ArchiveFile {
  /** Folders and name, with slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The earliest time that the format can say; equal content gives an equal archive. */
const NO_TIME = new Date(1980, 0, 1);

/**
 * Writes a zip archive, deflated, one file at a time.
 *
 * @param sink takes the archive's bytes in order; closed at the end
 */
export async function writeArchive(
  sink: WritableStream<Uint8Array>,
  files: AsyncIterable<ArchiveFile>,
): Promise<void> {
  const writer = new ZipWriter(sink, { useWebWorkers: false, extendedTimestamp: false });
  for await (const { path, bytes } of files) {
    await writer.add(path, new Uint8ArrayReader(bytes), { lastModDate: NO_TIME });
  }
  await writer.close();
}
