import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { softdice, temporaryFolder } from "../support/cli.ts";

const binary = resolve(import.meta.dirname, "../../dist/cli/softdice.js");
const synthetic = ["reproduce", "synthetic", "--samples", "1", "--rho", "0.05", "--workers", "1", "--quiet"];

/** Runs the program with streams that nobody reads, or that cannot be written. */
function withStreams(
  args: readonly string[],
  [out, err]: readonly ["closed" | "full" | "read", "closed" | "read"],
): Promise<{ readonly status: number | null; readonly stderr: string }> {
  return new Promise((done) => {
    const stdout = out === "full" ? openSync("/dev/full", "w") : "pipe";
    const child = spawn(process.execPath, [binary, ...args], { stdio: ["ignore", stdout, "pipe"] });
    let stderr = "";
    if (out === "closed") child.stdout?.destroy();
    if (err === "closed") child.stderr?.destroy();
    else child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("exit", (status) => setImmediate(() => done({ status, stderr })));
  });
}

const digest = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");

describe("a command to whose output nobody listens", () => {
  it("goes on to its end, and ends as it would have", async () => {
    const [read, closed] = [temporaryFolder(), temporaryFolder()];
    expect((await softdice(...synthetic, "--out", read)).status).toBe(0);
    const { status, stderr } = await withStreams([...synthetic, "--out", closed], ["closed", "read"]);
    expect([status, stderr]).toEqual([0, ""]);
    for (const file of ["table.csv", "samples.csv", "journal.jsonl"])
      expect(digest(join(closed, file))).toBe(digest(join(read, file)));
  });

  it("keeps the status of what is wrong", async () => {
    const missing = ["consensus", "not-there.nii", "--out", temporaryFolder()];
    expect((await withStreams(missing, ["closed", "closed"])).status).toBe(2);
    expect((await withStreams(missing, ["read", "closed"])).status).toBe(2);
  });

  it.skipIf(!existsSync("/dev/full"))(
    "says in one line where it cannot be written, with status 1",
    async () => {
      const out = temporaryFolder();
      const { status, stderr } = await withStreams([...synthetic, "--out", out], ["full", "read"]);
      expect([status, stderr]).toEqual([
        1,
        "softdice: standard output: cannot be written (the disk is full), expected a terminal, a pipe or a file with " +
          "room; send it elsewhere; files in --out are written all the same\n",
      ]);
      expect(JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"))).toMatchObject({ status: "done" });
    },
  );
});
