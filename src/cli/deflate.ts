import { promisify } from "node:util";
import { deflate, gzip } from "node:zlib";
import type { Deflate } from "../formats/compression.ts";

const toGzip = promisify(gzip);
const toZlib = promisify(deflate);

/** {@link Deflate} with Node's zlib, at the level beyond which an image takes much longer and gets hardly smaller. */
export const deflateWithZlib: Deflate = (bytes, compression) =>
  (compression === "gzip" ? toGzip : toZlib)(bytes, { level: 4 });
