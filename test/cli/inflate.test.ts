import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inflateWithZlib } from "../../src/cli/inflate.ts";
import { readContext } from "../../src/formats/context.ts";
import { readVolumes } from "../../src/formats/read.ts";
import { describeDeflatedEntry } from "../support/deflatedEntry.ts";
import { expectations, expectVolumes, findFixture, fixture, fixtureNames } from "../support/fixtures.ts";

const expected = await expectations();
const compressed = fixtureNames.filter((name) => /\.(nii\.gz|mha|mhd|nrrd|nhdr)$/.test(name));

describe("inflateWithZlib", () => {
  it.each(compressed)("reads %s like Compression Streams", async (name) => {
    const context = { inflate: inflateWithZlib, sibling: findFixture };
    expectVolumes(await readVolumes(await fixture(name), context), expected[name]);
  });

  it("gives what is expected as one piece, and more than that too", async () => {
    const bytes = gzipSync(new Uint8Array(100_000).fill(7));
    for (const expectedBytes of [100_000, 30_000]) {
      const pieces: Uint8Array[] = [];
      for await (const piece of inflateWithZlib([bytes], "gzip", expectedBytes)) pieces.push(piece);
      expect(pieces[0].length).toBeGreaterThanOrEqual(expectedBytes);
      expect(pieces.reduce((sum, { length }) => sum + length, 0)).toBe(100_000);
    }
  });
});

describeDeflatedEntry("zlib", readContext({ inflate: inflateWithZlib }));
