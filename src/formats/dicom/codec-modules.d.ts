// The decoders that scripts/codecs.config.ts writes to dist/codecs.

/** A decoder of the cornerstone codecs: its memory is outside the engine's and must be given back. */
interface CodecDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  delete(): void;
}

/** Where a codec's own messages go; a console, if not given. */
interface CodecOptions {
  readonly print: (text: string) => void;
  readonly printErr: (text: string) => void;
}

declare module "#codecs/openjpeg" {
  const create: (options: CodecOptions) => Promise<{ J2KDecoder: new () => CodecDecoder }>;
  export default create;
}

declare module "#codecs/libjpegTurbo" {
  const create: (options: CodecOptions) => Promise<{ JPEGDecoder: new () => CodecDecoder }>;
  export default create;
}

declare module "#codecs/jpegLossless" {
  export class Decoder {
    decompress(data: ArrayBuffer): ArrayBuffer;
  }
}
