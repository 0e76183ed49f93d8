// oxlint-disable-next-line typescript/triple-slash-reference -- whoever compiles this file alone needs it
/// <reference path="./codec-modules.d.ts" />
import { checkFunction, checkText } from "../../core/check.ts";
import { SoftdiceError } from "../../core/errors.ts";

/**
 * Decodes one compressed frame to its pixels, row by row: 1 byte each up to 8 bits, 2 bytes little-endian beyond. May throw
 * whatever it likes for a damaged frame; the reader says which file and frame it was.
 */
export type Codec = (data: Uint8Array) => Uint8Array;

/** Loads what is behind a codec; a promise that fails is asked for again when the codec is next needed. */
export type CodecLoader = () => Promise<Codec>;

/** Transfer syntaxes of compressed pixels, and what loads the library behind each. */
const loaders = new Map<string, CodecLoader>([
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
const loaded = new Map<CodecLoader, Promise<Codec>>();

/**
 * Makes a transfer syntax of compressed pixels readable, or replaces the decoder of one that is. Plain and RLE pixels need
 * none and are never asked for here.
 *
 * @example
 * import { registerCodec } from "softdice/dicom";
 *
 * const htj2k = "1.2.840.10008.1.2.4.201";
 * registerCodec(htj2k, async () => {
 *   // What decodes is imported here, when the first such frame is read: const library = await import("…");
 *   return (frame) => frame.slice();
 * });
 *
 * @param transferSyntax its UID (DICOM PS3.5, section 10)
 * @param load called when the first such frame is read, and again after a failure; never twice after a success
 * @throws SoftdiceError for a text that is no UID
 */
export function registerCodec(transferSyntax: string, load: CodecLoader): void {
  checkText("transferSyntax", transferSyntax);
  checkFunction("load", load);
  if (!/^[0-9]+(?:\.[0-9]+)+$/.test(transferSyntax)) {
    throw new SoftdiceError({
      subject: "transferSyntax",
      problem: `is ${JSON.stringify(transferSyntax)}`,
      expected: "the UID of a transfer syntax, numbers with dots between them",
      remedy: "see DICOM PS3.5, section 10",
    });
  }
  loaders.set(transferSyntax, load);
}

/**
 * The codec of a transfer syntax, its library loaded at the first call; `undefined` if there is none. A library that could
 * not be loaded, as when the network was away for a moment, is tried again at the next call.
 */
export function codecFor(transferSyntax: string): Promise<Codec> | undefined {
  const loader = loaders.get(transferSyntax);
  return loader === undefined ? undefined : loadedOnce(loader);
}

function loadedOnce(loader: CodecLoader): Promise<Codec> {
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
  const { default: create } = await import("#codecs/openjpeg");
  const library = await create(SILENT);
  return run(() => new library.J2KDecoder());
}

async function loadJpegBaseline(): Promise<Codec> {
  const { default: create } = await import("#codecs/libjpegTurbo");
  const library = await create(SILENT);
  return run(() => new library.JPEGDecoder());
}

async function loadJpegLossless(): Promise<Codec> {
  const { Decoder } = await import("#codecs/jpegLossless");
  return (data) => {
    const copy = data.slice();
    return new Uint8Array(new Decoder().decompress(copy.buffer));
  };
}
