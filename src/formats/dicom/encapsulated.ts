import type { DicomFile } from "./read.ts";

const ITEM = 0xe000;
const SEQUENCE_END = 0xe0dd;

/**
 * The compressed frames of encapsulated pixel data (PS3.5, annex A.4): an item with a table of frame offsets, perhaps
 * empty, then fragments, then the end. A frame may be one fragment or several; which belong together is told by their
 * number, by the table, or by the start marker of a JPEG code stream.
 * @param count number of frames
 * @throws SoftdiceError naming file and tag when fragments and frames do not add up
 */
export function encapsulatedFrames({ dataset }: DicomFile, count: number): Uint8Array[] {
  const { bytes } = dataset.encoding;
  const { offset } = dataset.pixels!;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: { readonly at: number; readonly data: Uint8Array }[] = [];
  let at = offset;
  for (;;) {
    if (at + 8 > bytes.length) throw dataset.fault("PixelData", "has no end", "a whole file");
    const element = view.getUint16(at + 2, true);
    const length = view.getUint32(at + 4, true);
    if (view.getUint16(at, true) !== 0xfffe || (element !== ITEM && element !== SEQUENCE_END)) {
      throw dataset.fault("PixelData", `has no fragment at byte ${at}`, "compressed fragments");
    }
    if (element === SEQUENCE_END) break;
    if (length > bytes.length - at - 8) {
      throw dataset.fault("PixelData", `has a fragment of ${length} bytes at byte ${at}`, "a whole file");
    }
    items.push({ at, data: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length;
  }
  const [table, ...fragments] = items;
  const starts = frameStarts(table?.data, fragments, count);
  if (starts === undefined) {
    throw dataset.fault(
      "PixelData",
      `has ${fragments.length} fragments for ${count} frames`,
      "one or more fragments for each frame",
    );
  }
  return starts.map((start, n) => join(fragments.slice(start, starts[n + 1]).map(({ data }) => data)));
}

/** Index of each frame's first fragment. */
function frameStarts(
  table: Uint8Array | undefined,
  fragments: readonly { readonly at: number; readonly data: Uint8Array }[],
  count: number,
): number[] | undefined {
  if (fragments.length < count) return undefined;
  if (count === 1) return [0];
  if (fragments.length === count) return fragments.map((_, n) => n);
  const byOffset =
    table === undefined || table.length < 4 * count
      ? []
      : Array.from({ length: count }, (_, n) => {
          const offset = new DataView(table.buffer, table.byteOffset).getUint32(4 * n, true);
          return fragments.findIndex(({ at }) => at === fragments[0].at + offset);
        });
  if (
    byOffset.length === count &&
    byOffset.every((start, n) => start >= 0 && (n === 0 || start > byOffset[n - 1]))
  ) {
    return byOffset;
  }
  const byMarker = fragments.flatMap(({ data }, n) => (startsCodeStream(data) ? [n] : []));
  return byMarker.length === count && byMarker[0] === 0 ? byMarker : undefined;
}

/** SOI of JPEG and JPEG-LS, SOC of JPEG 2000. */
function startsCodeStream(data: Uint8Array): boolean {
  return data[0] === 0xff && (data[1] === 0xd8 || data[1] === 0x4f);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
