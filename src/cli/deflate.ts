import { promisify } from "node:util";
import { constants, deflate, type ZlibOptions } from "node:zlib";
import type { Deflate } from "../formats/compression.ts";
import { gzipPieces } from "./gzipPieces.ts";

const toZlib = promisify<Uint8Array, ZlibOptions, Buffer>(deflate);

/** {@link Deflate} for images, at the first level: the next take longer and make them hardly smaller. */
export const deflateImage: Deflate = deflateWith({ level: 1 });

/** {@link Deflate} for masks, which are runs of equal bytes. */
export const deflateMask: Deflate = deflateWith({ level: 1, strategy: constants.Z_RLE });

function deflateWith(options: ZlibOptions): Deflate {
  return (parts, compression) =>
    compression === "gzip" ? gzipPieces(parts, options) : toZlib(Buffer.concat(parts), options);
}
