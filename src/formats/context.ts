import { checkFunction, checkNumber, checkObject } from "../core/check.ts";
import { inflateWithStreams } from "./compression.ts";
import type { Inflate } from "./compression.ts";

/** What a reader needs from outside; each part has a default that works in browsers and Node. */
export interface ReadContext {
  /** Default: Compression Streams. Node's zlib is faster. */
  readonly inflate: Inflate;
  /**
   * The content of another file, by a relative path from the folder of the one that is read, or undefined when there is
   * none: the data of a detached header (.nhdr, .mhd, .hdr). Asked only for paths that stay inside that folder. Default:
   * there are no others.
   */
  readonly sibling: (path: string) => Promise<Uint8Array | undefined>;
  /** Takes one-line remarks on what was assumed or unusual. Default: drops them. */
  readonly warn: (remark: string) => void;
  /** Files whose headers ask for more bytes than this are refused before any are allocated. Default: 8 GiB. */
  readonly maxBytes: number;
  /** Files whose headers tell of more images than this are refused. Default: 32,767, the longest axis of NIfTI-1. */
  readonly maxVolumes: number;
}

/**
 * A context with defaults for the parts that are not given.
 * @throws SoftdiceError for a part of another kind, and for a limit that is no number above 0
 */
export function readContext(parts: Partial<ReadContext> = {}): ReadContext {
  checkObject("context", parts);
  const {
    inflate = inflateWithStreams,
    sibling = () => Promise.resolve(undefined),
    warn = () => undefined,
    maxBytes = 8 * 2 ** 30,
    maxVolumes = 32_767,
  } = parts;
  for (const [name, tool] of Object.entries({ inflate, sibling, warn }))
    checkFunction(`context.${name}`, tool);
  for (const [name, limit] of Object.entries({ maxBytes, maxVolumes }))
    checkNumber(`context.${name}`, limit, (most) => most > 0, "a number above 0");
  return { inflate, sibling, warn, maxBytes, maxVolumes };
}
