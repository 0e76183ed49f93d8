import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reproduceFigures } from "../../src/cli/commands/reproduceFigures.ts";
import { FIGURES } from "../../src/paper/figures.ts";
import { temporaryFolder } from "../support/cli.ts";

async function run(out: string, options: { seed?: number; json?: boolean; signal?: AbortSignal } = {}) {
  const printed = { out: "", err: "" };
  const status = await reproduceFigures(
    { out, seed: options.seed ?? 1, json: options.json ?? false, quiet: true, force: false },
    {
      out: (text) => void (printed.out += text),
      err: (text) => void (printed.err += text),
      isTerminal: false,
      now: () => 0,
      signal: options.signal ?? new AbortController().signal,
      env: {},
    },
  );
  return { status, ...printed };
}

describe("softdice reproduce figures", () => {
  it("writes each figure as SVG and PNG and a page with all of them, the same bytes each time", async () => {
    const out = temporaryFolder();
    expect((await run(out)).status).toBe(0);
    const names = FIGURES.flatMap(({ name }) => [`${name}.png`, `${name}.svg`]);
    expect(readdirSync(join(out, "figures")).sort()).toEqual(names.sort());
    const files = ["report.html", ...names.map((name) => `figures/${name}`)];
    const before = files.map((name) => readFileSync(join(out, name)));
    const { out: text } = await run(out, { json: true });
    for (const [i, name] of files.entries()) {
      expect(readFileSync(join(out, name)).equals(before[i]), name).toBe(true);
    }
    const { figures } = JSON.parse(text) as { figures: { name: string; svg: string }[] };
    expect(figures.map(({ svg }) => svg)).toEqual(FIGURES.map(({ name }) => `figures/${name}.svg`));
    await expect(run(out, { seed: 2 })).rejects.toThrow("holds a run with --seed 1, expected --seed 2");
  });

  it("stops between two figures and says so", async () => {
    const out = temporaryFolder();
    const { status, err } = await run(out, { signal: AbortSignal.abort() });
    expect(status).toBe(130);
    expect(err).toContain(`0 of ${FIGURES.length} figures`);
    const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as { status: string };
    expect(manifest.status).toBe("stopped");
  });
});
