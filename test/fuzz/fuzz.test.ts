import { describe, expect, it } from "vitest";
import { fuzz } from "./fuzz.ts";
import type { Effort } from "./fuzz.ts";
import { fuzzTargets } from "./targets.ts";

// SOFTDICE_FUZZ_SECONDS=600 fuzzes each reader for ten minutes, SOFTDICE_FUZZ_SEED=2 with other files than always.
const seconds = Number(process.env["SOFTDICE_FUZZ_SECONDS"] ?? 0);
const seed = Number(process.env["SOFTDICE_FUZZ_SEED"] ?? 1);
const effort: Effort = seconds > 0 ? { seconds } : { runs: 4000 };

describe("a broken file", () => {
  it.each(fuzzTargets)(
    "of $name is read or refused with one line, in bounded time and memory",
    async (target) => {
      const before = process.memoryUsage().rss;
      const { read, refused } = await fuzz(target, seed, effort);
      expect(refused).toBeGreaterThan(read / 20);
      expect(read + refused).toBeGreaterThan(100);
      expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 30);
    },
    60_000 + seconds * 1100,
  );
});
