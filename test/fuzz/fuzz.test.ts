import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryBudgetBytes, setMemoryBudget } from "../../src/core/budget.ts";
import { corpusOf } from "./corpus.ts";
import { type Effort, type Finding, fuzz, tryToRead } from "./fuzz.ts";
import { fuzzTargets } from "./targets.ts";

// npm run fuzz -- --minutes 60 fuzzes for an hour, with other files for another --seed.
const seconds = Number(process.env["SOFTDICE_FUZZ_SECONDS"] ?? 0);
const seed = Number(process.env["SOFTDICE_FUZZ_SEED"] ?? 1);
const effort: Effort = seconds > 0 ? { seconds } : { runs: 4000 };

/** What all readers together may have: less than any broken file of a few kilobytes has a right to. */
const budgetBytes = 2 ** 28;

/** Keeps what was found, to be looked at and to go into the corpus once it is mended. */
function keep(findings: readonly Finding[]): void {
  const folder = join(import.meta.dirname, "findings");
  mkdirSync(folder, { recursive: true });
  for (const [n, { fault, file }] of findings.entries()) {
    const name = `${seed}-${n}-${file.name.replaceAll(/[^\w.-]/g, "_")}`;
    writeFileSync(join(folder, name), file.bytes);
    writeFileSync(join(folder, `${name}.txt`), `${fault}\n`);
  }
}

describe("a broken file", () => {
  const before = { bytes: memoryBudgetBytes(), usedBytes: () => 0 };
  beforeAll(() => setMemoryBudget({ bytes: budgetBytes, usedBytes: () => 0 }));
  afterAll(() => setMemoryBudget(before));

  it.each(fuzzTargets)(
    "of $name is read or refused with one line, in bounded time and memory",
    async (target) => {
      const rss = process.memoryUsage().rss;
      const { read, refused, findings, peakBytes } = await fuzz(target, seed, effort);
      if (seconds > 0)
        console.info(
          `${target.name}: ${read + refused} files, ${read} read, ${refused} refused, ${findings.length} findings, ` +
            `${Math.round(peakBytes / 1e6)} MB at most`,
        );
      if (findings.length > 0) keep(findings);
      expect(findings.map(({ fault }) => fault)).toEqual([]);
      expect(refused).toBeGreaterThan(read / 20);
      expect(read + refused).toBeGreaterThan(100);
      expect(peakBytes - rss).toBeLessThan(2 ** 30);
    },
    180_000 + seconds * 1100,
  );

  it.each(fuzzTargets)("that once was a finding for $name is none any more", async (target) => {
    for (const file of await corpusOf(target.name)) {
      const { fault } = await tryToRead(target, file);
      expect(fault, file.name).toBeUndefined();
    }
  });
});
