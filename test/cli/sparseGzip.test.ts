import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sparseGzip } from "../../src/cli/sparseGzip.ts";
import { Random } from "../../src/core/random.ts";
import { inflateWithStreams } from "../../src/formats/compression.ts";

/** Zeros with stretches of other bytes here and there. */
function sparse(length: number, seed: number): Uint8Array {
  const random = new Random(seed);
  const data = new Uint8Array(length);
  for (let n = random.integer(4); n > 0; n--) {
    const start = random.integer(length + 1);
    data.fill(random.integer(256), start, start + random.integer(1 + length / 3));
    if (start < length) data[start] = random.integer(256);
  }
  return data;
}

describe("sparseGzip", () => {
  const block = 2 ** 18;

  it.each([0, 1, 1000, block - 1, block, block + 1, 3 * block, 5 * block + 77])(
    "of %i bytes is what zlib and Compression Streams give back",
    async (length) => {
      for (let seed = 0; seed < 6; seed++) {
        const data = sparse(length, seed);
        const file = await sparseGzip(data);
        expect(gunzipSync(file).equals(data)).toBe(true);
        const pieces: Uint8Array[] = [];
        for await (const piece of inflateWithStreams(file, "gzip")) pieces.push(piece);
        expect(Buffer.concat(pieces).equals(data)).toBe(true);
      }
    },
  );

  it("of zeros is small", async () => {
    expect((await sparseGzip(new Uint8Array(100 * block))).length).toBeLessThan(40_000);
  });
});
