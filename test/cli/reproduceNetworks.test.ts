import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { softdice, softdiceProcess, temporaryFolder } from "../support/cli.ts";

const small = [
  "reproduce",
  "networks",
  "--steps",
  "2",
  "--model",
  "whole",
  "--loss",
  "rater-dice",
  "--quiet",
];

describe("softdice reproduce networks", () => {
  it("gives the same runs.csv for 1 and 2 workers, a page and figures", async () => {
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    const results = await Promise.all([
      softdice(...small, "--seeds", "2", "--out", one, "--workers", "1"),
      softdice(...small, "--seeds", "2", "--out", two, "--workers", "2", "--json"),
    ]);
    expect(results.map(({ status, stderr }) => ({ status, stderr }))).toEqual([
      { status: 0, stderr: "" },
      { status: 0, stderr: "" },
    ]);
    const read = (out: string) => readFileSync(join(out, "runs.csv"), "utf8");
    expect(read(two)).toBe(read(one));
    const [head, ...rows] = read(one).trim().split("\n");
    expect(head).toBe(
      "model,loss,seed,steps,dice,supDice,volume,optimalVolume,meanRaterDice,meanRaterOptimum,predictedVolume",
    );
    expect(rows.map((row) => row.split(",").slice(0, 4).join())).toEqual([
      "whole,rater-dice,1,2",
      "whole,rater-dice,2,2",
    ]);
    expect(existsSync(join(one, "report.html"))).toBe(true);
    expect(existsSync(join(one, "figures/curves-whole.svg"))).toBe(true);
    expect(JSON.parse(results[1].stdout)).toMatchObject({ rows: [{ model: "whole", seed: 1 }, { seed: 2 }] });
  });

  it.each([
    [["--loss", "dicee"], '--loss: is "dicee", which no loss is called'],
    [["--loss", "dice@all"], '--loss: is "dice@all", expected LOSS'],
    [["--rim", "0.4,1"], '--rim: is "0.4,1", expected different numbers inside (0, 1)'],
    [["--model", "other"], '--model: is "other", expected one of whole, sectors'],
    [["--seeds", "0"], "--seeds: is"],
    [["--steps", "x"], "--steps: is"],
  ])("refuses %s", async (args, message) => {
    const { status, stdout, stderr } = await softdiceProcess(
      "reproduce",
      "networks",
      "--out",
      temporaryFolder(),
      ...args,
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^softdice: [^\n]+; [^\n]+\n$/);
    expect(stderr).toContain(message);
  });
});
