import type { ReadContext } from "./context.ts";
import type { NamedBytes, Volume } from "./volume.ts";

/** A file format that holds images, as {@link readVolumes} chooses among them. */
export interface VolumeFormat {
  /** As people call it. */
  readonly name: string;
  /** Endings of file names, in lower case with the dot. */
  readonly endings: readonly string[];
  /** Whether the first bytes of a file (decompressed if it is gzip, at least 1024 of them if there are) are of this format. */
  readonly recognises: (head: Uint8Array) => boolean;
  /** Whether files may be gzip as a whole. */
  readonly gzip: boolean;
  /**
   * All images of a file.
   * @throws SoftdiceError naming file and field when it cannot be read.
   */
  readonly read: (file: NamedBytes, context: ReadContext) => Promise<Volume[]>;
}
