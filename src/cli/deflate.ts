import { promisify } from "node:util";
import { constants, deflate, type ZlibOptions } from "node:zlib";
import type { Deflate } from "../formats/compression.ts";
import { gzipPieces, type Marked } from "./gzipPieces.ts";

const toZlib = promisify<Uint8Array, ZlibOptions, Buffer>(deflate);

/** {@link Deflate} for images, at the first level: the next take longer and make them hardly smaller. */
export const deflateImage: Deflate = deflateWith({ level: 1, share: 1 });

const MASKS = { level: 1, strategy: constants.Z_RLE, share: 1 / 16 };

/** {@link Deflate} for masks, which are runs of equal bytes. */
export const deflateMask: Deflate = deflateWith(MASKS);

/** {@link deflateMask} of which is known which bytes of the last part are not 0. */
export function deflateMaskWithin(marked: Marked): Deflate {
  return deflateWith(MASKS, marked);
}

function deflateWith(
  { share, ...options }: ZlibOptions & { readonly share: number },
  marked?: Marked,
): Deflate {
  return (parts, compression) =>
    compression === "gzip"
      ? gzipPieces(parts, { ...options, share }, marked)
      : toZlib(Buffer.concat(parts), options);
}
