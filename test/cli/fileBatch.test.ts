import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeTogether } from "../../src/cli/fileBatch.ts";
import { temporaryFolder } from "../support/cli.ts";

describe("files that are written together", () => {
  it("are there, in their folders, when the work is done, and none before", async () => {
    const folder = temporaryFolder();
    const result = await writeTogether(async (write) => {
      write(join(folder, "a.txt"), "one");
      write(join(folder, "figures", "b.bin"), Uint8Array.of(1, 2));
      await new Promise((done) => setTimeout(done, 20));
      expect(readdirSync(folder).filter((name) => !name.endsWith(".part"))).toEqual(["figures"]);
      return 7;
    });
    expect(result).toBe(7);
    expect(readdirSync(folder).sort()).toEqual(["a.txt", "figures"]);
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("one");
    expect([...readFileSync(join(folder, "figures", "b.bin"))]).toEqual([1, 2]);
  });

  it("are kept, each whole, where the work fails after them", async () => {
    const folder = temporaryFolder();
    const work = writeTogether((write) => {
      write(join(folder, "a.txt"), "one");
      write(join(folder, "below", "b.txt"), "two");
      return Promise.reject(new Error("no more"));
    });
    await expect(work).rejects.toThrow("no more");
    expect(readdirSync(folder).sort()).toEqual(["a.txt", "below"]);
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("one");
    expect(readdirSync(join(folder, "below"))).toEqual(["b.txt"]);
  });

  it("fail with the name of the one that cannot be written, and leave no part", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "taken", "below"), { recursive: true });
    const work = writeTogether((write) => {
      write(join(folder, "before"), "one");
      write(join(folder, "taken"), "a file where a folder is");
      write(join(folder, "after"), "two");
      return Promise.resolve();
    });
    await expect(work).rejects.toThrow(/taken: cannot be written/u);
    expect(readdirSync(folder).sort()).toEqual(["after", "before", "taken"]);
  });
});
