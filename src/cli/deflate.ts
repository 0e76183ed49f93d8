import { promisify } from "node:util";
import { constants, deflate, gzip } from "node:zlib";
import type { Deflate } from "../formats/compression.ts";
import { sparseGzip } from "./sparseGzip.ts";

const toGzip = promisify(gzip);
const toZlib = promisify(deflate);

/** {@link Deflate} for images with Node's zlib, at the level beyond which they take longer and get hardly smaller. */
export const deflateImage: Deflate = (bytes, compression) =>
  (compression === "gzip" ? toGzip : toZlib)(bytes, { level: 4 });

/** {@link Deflate} for masks, which are zeros for the most part. */
export const deflateMask: Deflate = (bytes, compression) =>
  compression === "gzip" ? sparseGzip(bytes) : toZlib(bytes, { level: 1, strategy: constants.Z_RLE });
