import { describe, expect, it } from "vitest";
import { deflateWithStreams, inflateWithStreams } from "../../src/formats/compression.ts";
import { concatenate } from "../../src/formats/concatenate.ts";

const one = Uint8Array.from({ length: 140_000 }, (_, i) => i % 251);
const other = Uint8Array.from({ length: 300 }, (_, i) => i % 7);

async function inflated(bytes: Uint8Array): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of inflateWithStreams([bytes], "gzip")) pieces.push(piece);
  return concatenate(pieces);
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, n) => byte === b[n]);
}

describe("inflateWithStreams", () => {
  it("reads all members of a gzip file, and passes zeros after the last", async () => {
    const members = await Promise.all([one, other, one].map((part) => deflateWithStreams([part], "gzip")));
    const whole = concatenate([one, other, one]);
    expect(areEqual(await inflated(concatenate(members)), whole)).toBe(true);
    for (const zeros of [1, 512])
      expect(areEqual(await inflated(concatenate([...members, new Uint8Array(zeros)])), whole)).toBe(true);
  });

  it("refuses a member whose checksum is wrong, the first or a later one", async () => {
    for (const damaged of [0, 1]) {
      const members = await Promise.all([one, other].map((part) => deflateWithStreams([part], "gzip")));
      members[damaged][members[damaged].length - 8] ^= 1;
      await expect(inflated(concatenate(members))).rejects.toThrow();
    }
  });
});
