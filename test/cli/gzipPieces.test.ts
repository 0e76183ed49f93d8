import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { gzipPieces } from "../../src/cli/gzipPieces.ts";
import { Random } from "../../src/core/random.ts";
import { inflateWithStreams } from "../../src/formats/compression.ts";

/** Zeros with stretches of other bytes here and there. */
function sparse(length: number, seed: number): Uint8Array {
  const random = new Random(seed);
  const data = new Uint8Array(length);
  for (let n = random.integer(4); n > 0; n--) {
    const start = random.integer(length + 1);
    data.fill(random.integer(256), start, start + random.integer(1 + Math.floor(length / 3)));
    if (start < length) data[start] = random.integer(256);
  }
  return data;
}

describe("gzipPieces", () => {
  const block = 2 ** 15;

  it.each([0, 1, 1000, block - 1, block, block + 1, 3 * block, 5 * block + 77, 100 * block + 3])(
    "of %i bytes is what zlib and Compression Streams give back",
    async (length) => {
      for (let seed = 0; seed < 6; seed++) {
        const data = sparse(length, seed);
        const cut = Math.floor(length / 3);
        const file = await gzipPieces([data.subarray(0, cut), data.subarray(cut)], { level: 1, share: 1 });
        expect(gunzipSync(file).equals(data)).toBe(true);
        const pieces: Uint8Array[] = [];
        for await (const piece of inflateWithStreams([file], "gzip")) pieces.push(piece);
        expect(Buffer.concat(pieces).equals(data)).toBe(true);
      }
    },
  );

  it("of what is known to lie in one place is the same file, and wherever zeros are known to be", async () => {
    for (let seed = 0; seed < 6; seed++) {
      const data = new Uint8Array(60 * block + 5);
      const start = 1000 + 7 * block * seed;
      data.set(
        sparse(20 * block, seed)
          .fill(1, 0, 1)
          .fill(1, 20 * block - 1),
        start,
      );
      const header = Uint8Array.of(1, 2, 3);
      const marked = { start, end: start + 20 * block };
      const file = await gzipPieces([header, data], { level: 1, share: 1 / 16 }, marked);
      expect(gunzipSync(file).equals(Buffer.concat([header, data]))).toBe(true);
      expect(file).toEqual(await gzipPieces([header, data], { level: 1, share: 1 }));
    }
  });

  it("of zeros is small", async () => {
    expect((await gzipPieces([new Uint8Array(100 * block)], { level: 1, share: 1 })).length).toBeLessThan(
      5000,
    );
  });
});
