/** What the header of a compressed image says. */
export interface CodeStream {
  readonly columns: number;
  readonly rows: number;
  readonly bits: number;
  readonly components: number;
}

/**
 * Reads the size of an image from its JPEG (any process), JPEG-LS or JPEG 2000 code stream, so that a decoder is not
 * asked for an image of another size than the file says.
 * @returns `undefined` if there is no such header
 */
export function readCodeStream(data: Uint8Array): CodeStream | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.length < 12 || data[0] !== 0xff) return undefined;
  if (data[1] === 0x4f) return jpeg2000(view);
  return data[1] === 0xd8 ? jpeg(view) : undefined;
}

/** SIZ, the first marker segment: sizes at the reference grid less the image's offset. */
function jpeg2000(view: DataView): CodeStream | undefined {
  if (view.byteLength < 43 || view.getUint16(2) !== 0xff51) return undefined;
  return {
    columns: view.getUint32(8) - view.getUint32(16),
    rows: view.getUint32(12) - view.getUint32(20),
    components: view.getUint16(40),
    bits: (view.getUint8(42) & 0x7f) + 1,
  };
}

/** The frame header: SOF0 … SOF15 without DHT, JPG and DAC, or JPEG-LS's SOF55. */
function jpeg(view: DataView): CodeStream | undefined {
  let at = 2;
  while (at + 10 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame || marker === 0xf7) {
      return {
        bits: view.getUint8(at + 4),
        rows: view.getUint16(at + 5),
        columns: view.getUint16(at + 7),
        components: view.getUint8(at + 9),
      };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
