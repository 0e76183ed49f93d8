import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { imports, measure } from "../../scripts/sizes.js";

describe("what a program carries that imports from the library", () => {
  it("is less than 4 kB for dice and 40 kB for diceOptimum, minified", async () => {
    expect((await measure("dice", "softdice")).minified).toBeLessThan(4000);
    expect((await measure("diceOptimum", "softdice")).minified).toBeLessThan(40_000);
  });

  it("holds the WebAssembly that it uses, and no other", async () => {
    const moduleOf = (name: string): string => {
      const [, base64 = ""] =
        /"([^"]+)"/.exec(readFileSync(`src/kernels/wasm/${name}.generated.ts`, "utf8")) ?? [];
      return base64;
    };
    const jobs = ["scan", "voxels", "sharedVoxels", "waves", "convolutions"];
    const carriedBy = async (names: string): Promise<string[]> => {
      const { text } = await measure(names, "softdice");
      return jobs.filter((job) => text.includes(moduleOf(job)));
    };
    expect(await carriedBy("dice, consensus, agreement, marginalOf")).toEqual([]);
    expect(await carriedBy("diceOptimum, evaluate, compareLosses, threshold")).toEqual(["scan"]);
    expect(await carriedBy("descend")).toEqual(["scan", "voxels"]);
    expect(await carriedBy("syntheticMarginal")).toEqual(["waves"]);
  });

  it("is what docs/library.md says, to a tenth; `npm run sizes` writes it anew", async () => {
    const page = readFileSync("docs/library.md", "utf8");
    const rows = new Map(
      [...page.matchAll(/^\| (\S+) of `(\S+)` +\| +([\d.]+) \|/gm)].map(([, names, entry, kB]) => [
        `${names} ${entry}`,
        Number(kB),
      ]),
    );
    for (const [names, entry] of imports) {
      const said = rows.get(`${names === "*" ? "everything" : `\`${names}\``} ${entry}`) ?? Number.NaN;
      const { minified } = await measure(names, entry);
      expect(Math.abs(minified / 1000 / said - 1), `${names} of ${entry}: ${minified} bytes`).toBeLessThan(
        0.1,
      );
    }
  });
});
