// oxlint-disable-next-line typescript/triple-slash-reference -- whoever compiles this file alone needs it
/// <reference path="./codec-modules.d.ts" />

/** Decodes one compressed frame to its pixels, row by row, 1 byte each up to 8 bits and 2 bytes little-endian beyond. */
export type Codec = (data: Uint8Array) => Uint8Array;

type Loader = () => Promise<Codec>;

/** Transfer syntaxes of compressed pixels that softdice reads, and what loads the library behind each. */
const LOADERS: ReadonlyMap<string, Loader> = new Map([
  ["1.2.840.10008.1.2.4.50", loadJpegBaseline],
  ["1.2.840.10008.1.2.4.51", loadJpegBaseline], // as far as it has 8 bits
  ["1.2.840.10008.1.2.4.57", loadJpegLossless],
  ["1.2.840.10008.1.2.4.70", loadJpegLossless],
  ["1.2.840.10008.1.2.4.80", loadJpegLs],
  ["1.2.840.10008.1.2.4.81", loadJpegLs],
  ["1.2.840.10008.1.2.4.90", loadJpeg2000],
  ["1.2.840.10008.1.2.4.91", loadJpeg2000],
]);

/** Libraries by what loads them: some must not be set up twice, and several syntaxes share one. */
const loaded = new Map<Loader, Promise<Codec>>();

/**
 * The codec of a transfer syntax, its library loaded at the first call; `undefined` if there is none. A library that could
 * not be loaded, as when the network was away for a moment, is tried again at the next call.
 */
export function codecFor(transferSyntax: string): Promise<Codec> | undefined {
  const loader = LOADERS.get(transferSyntax);
  return loader === undefined ? undefined : loadedOnce(loader);
}

function loadedOnce(loader: Loader): Promise<Codec> {
  const earlier = loaded.get(loader);
  if (earlier !== undefined) return earlier;
  const codec = loader();
  loaded.set(loader, codec);
  codec.catch(() => loaded.delete(loader));
  return codec;
}

/** Emscripten's own messages would go to stdout. */
const SILENT: CodecOptions = { print: () => undefined, printErr: () => undefined };

function run(create: () => CodecDecoder): Codec {
  return (data) => {
    const decoder = create();
    try {
      decoder.getEncodedBuffer(data.length).set(data);
      decoder.decode();
      return decoder.getDecodedBuffer().slice();
    } finally {
      decoder.delete();
    }
  };
}

async function loadJpegLs(): Promise<Codec> {
  const { decodeJpegLs } = await import("./jpeg-ls.ts");
  return (data) => {
    const samples = decodeJpegLs(data);
    if (samples === undefined) throw new RangeError("not a grey JPEG-LS image");
    return new Uint8Array(samples.buffer);
  };
}

async function loadJpeg2000(): Promise<Codec> {
  const { default: create } = await import("@cornerstonejs/codec-openjpeg/decode");
  const library = await create(SILENT);
  return run(() => new library.J2KDecoder());
}

async function loadJpegBaseline(): Promise<Codec> {
  const { default: create } = await import("@cornerstonejs/codec-libjpeg-turbo-8bit/decode");
  const library = await create(SILENT);
  return run(() => new library.JPEGDecoder());
}

async function loadJpegLossless(): Promise<Codec> {
  const { Decoder } = await import("jpeg-lossless-decoder-js");
  return (data) => {
    const copy = data.slice();
    return new Uint8Array(new Decoder().decompress(copy.buffer));
  };
}
