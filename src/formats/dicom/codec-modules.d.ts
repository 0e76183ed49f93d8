// The codecs carry no types of their own (jpeg-lossless-decoder-js names a file that it does not ship).

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

declare module "@cornerstonejs/codec-openjpeg/decode" {
  const create: (options: CodecOptions) => Promise<{ J2KDecoder: new () => CodecDecoder }>;
  export default create;
}

declare module "@cornerstonejs/codec-libjpeg-turbo-8bit/decode" {
  const create: (options: CodecOptions) => Promise<{ JPEGDecoder: new () => CodecDecoder }>;
  export default create;
}

declare module "jpeg-lossless-decoder-js" {
  export class Decoder {
    decompress(data: ArrayBuffer): ArrayBuffer;
  }
}
