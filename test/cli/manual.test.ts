import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../src/core/version.ts";
import { STATEMENTS } from "../../src/paper/theorems/statements.ts";
import { softdiceProcess, temporaryFolder } from "../support/cli.ts";

describe("softdice", () => {
  it("has the version of package.json", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(VERSION).toBe(version);
    expect((await softdiceProcess("--version")).stdout).toBe(`${version}\n`);
  });

  it("shows its manual", async () => {
    const { status, stdout } = await softdiceProcess("--help");
    expect(status).toBe(0);
    await expect(stdout).toMatchFileSnapshot("../golden/help.txt");
  });

  it("prints a stack trace only when debugging", async () => {
    const plain = await softdiceProcess("reproduce", "nothing");
    const debug = await softdiceProcess("reproduce", "nothing", "--debug");
    expect(plain.stderr).not.toContain("    at ");
    expect(debug.stderr).toContain("    at ");
  });
});

describe("softdice reproduce theorems", () => {
  it("confirms every statement", async () => {
    const { status, stdout } = await softdiceProcess(
      "reproduce",
      "theorems",
      "--cases",
      "60",
      "--out",
      temporaryFolder(),
      "--quiet",
    );
    expect(status).toBe(0);
    expect(stdout.match(/holds on 60 marginals/g)).toHaveLength(STATEMENTS.length);
  });
});
