import { askForMemory } from "../../core/budget.ts";
import { SoftdiceError } from "../../core/errors.ts";

/** A deflated data set may grow to this many bytes. */
const LIMIT = 2 ** 30;
/** Memory is asked for in such steps. */
const ASKED_BYTES = 2 ** 24;

/**
 * Inflates the data set of a file in the deflated transfer syntax: raw deflate (RFC 1951), perhaps followed by padding.
 * @throws SoftdiceError if the bytes are no deflate stream or grow beyond 1 GiB
 */
export async function inflateRaw(file: string, bytes: Uint8Array): Promise<Uint8Array> {
  const reader = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"))
    .getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  let asked = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      length += value.length;
      if (length > LIMIT) throw new RangeError("too large");
      if (length > asked) askForMemory(file, (asked += ASKED_BYTES));
    }
  } catch (cause) {
    if (cause instanceof SoftdiceError) throw cause;
    // A pad byte after the stream is an error to DecompressionStream only after all of the data came through.
    if (cause instanceof RangeError || length === 0) {
      throw new SoftdiceError({
        subject: file,
        problem: cause instanceof RangeError ? "inflates to more than 1 GiB" : "cannot be inflated",
        expected: "a deflated DICOM data set",
        remedy: "export the file again without compression",
        cause,
      });
    }
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
