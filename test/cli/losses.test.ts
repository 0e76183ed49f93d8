import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { minimiseLoss } from "../../src/losses/losses.ts";
import type { LossesSummary } from "../../src/report/losses/page.ts";
import { softdice, softdiceProcess, temporaryFolder } from "../support/cli.ts";
import { ball, writeImage } from "../support/files.ts";

const shape = [20, 20, 8] as const;
const balls = [6, 7, 5, 8].map((radius, k) => ball(shape, [10 + (k % 2), 10, 8], radius));
const mean = Float64Array.from(balls[0], (_, i) => balls.reduce((votes, mask) => votes + mask[i], 0) / 4);

describe("softdice losses", () => {
  it("says of a map what the library says, with tables, figures and a page", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "out");
    const map = writeImage(join(folder, "map.nii.gz"), mean, shape);
    const { status, stdout } = await softdiceProcess("losses", map, "--out", out, "--json");
    expect(status).toBe(0);
    const summary = JSON.parse(stdout) as LossesSummary;
    expect(JSON.parse(readFileSync(join(out, "summary.json"), "utf8"))).toEqual(summary);
    expect(summary.shape).toEqual(shape);
    expect(summary.losses).toHaveLength(12);
    for (const row of summary.losses) {
      const { threshold, minVoxels, maxVoxels, value } = minimiseLoss(row.loss, mean);
      expect(row).toMatchObject({
        threshold,
        minVoxels,
        maxVoxels,
        value,
        volume: minVoxels,
        meanRaterDice: null,
      });
      expect(row.volumeMl).toBeCloseTo(minVoxels * 0.002, 12);
    }
    expect(summary.warnings.join()).toContain("rater-dice is left out");
    expect(readFileSync(join(out, "losses.csv"), "utf8")).toMatch(/\n"dice\+cross-entropy:1,1",/);
    for (const name of ["minimisers", "volumes", "thresholds"]) {
      expect(existsSync(join(out, `figures/${name}.png`))).toBe(true);
    }
    const page = readFileSync(join(out, "report.html"), "utf8");
    for (const { loss } of summary.losses) expect(page).toContain(`<strong>${loss}</strong>`);
  });

  it("takes the marginal of several observers, and then has rater-dice", async () => {
    const folder = temporaryFolder();
    const files = balls.map((mask, k) => writeImage(join(folder, `${"abcd"[k]}.nii.gz`), mask, shape));
    const { stdout } = await softdice(
      ...["losses", ...files, "--out", join(folder, "out"), "--json"],
      ...["--loss", "dice,tversky:0.3,0.7,rater-dice"],
    );
    const { losses } = JSON.parse(stdout) as LossesSummary;
    expect(losses.map(({ loss }) => loss)).toEqual(["dice", "tversky:0.3,0.7", "rater-dice"]);
    expect(losses[0].threshold).toBeCloseTo(minimiseLoss("dice", mean).threshold, 12);
    const consensus = await softdice("consensus", ...files, "--out", join(folder, "consensus"), "--json");
    const { methods } = JSON.parse(consensus.stdout) as {
      methods: Record<"diceOptimal" | "meanRaterOptimal", { voxels: number; meanRaterDice: number }>;
    };
    expect(losses[0].volume).toBe(methods.diceOptimal.voxels);
    expect(losses[0].meanRaterDice).toBeCloseTo(methods.diceOptimal.meanRaterDice, 12);
    expect(1 - losses[2].value).toBeGreaterThanOrEqual(methods.meanRaterOptimal.meanRaterDice - 1e-12);
  });

  it.each([
    [["--loss", "dice,rater-dice"], "--loss: lists rater-dice, which depends on who marked a voxel"],
    [["--loss", "dicee"], '--loss: is "dicee", which no loss is called'],
    [["--loss", "dice,dice"], "--loss: lists dice twice"],
    [["--classes", "3"], "--classes: asks for class 3"],
    [["--observers", "Ana,Bo"], "--observers: stands beside one probability map"],
    [["--structures", "Liver"], "--structures: stands beside one probability map"],
  ])("refuses %j of a map", async (args, message) => {
    const folder = temporaryFolder();
    const map = writeImage(join(folder, "map.nii.gz"), mean, shape);
    const { status, stderr } = await softdice("losses", map, "--out", join(folder, "out"), ...args);
    expect([status, stderr.split("\n").length]).toEqual([2, 2]);
    expect(stderr).toContain(message);
  });

  it("refuses classes of what observers marked", async () => {
    const folder = temporaryFolder();
    const masks = balls.slice(0, 2).map((mask, k) => writeImage(join(folder, `${k}.nii.gz`), mask, shape));
    const { status, stderr } = await softdice(
      "losses",
      ...masks,
      "--classes",
      "1",
      "--out",
      join(folder, "out"),
    );
    expect([status, stderr]).toEqual([
      2,
      "softdice: --classes: stands beside masks of observers, expected a map of several classes; say which labels of masks are meant with --labels, or leave it out\n",
    ]);
  });

  it("says of an empty map that there is nothing, without figures", async () => {
    const folder = temporaryFolder();
    const map = writeImage(join(folder, "map.nii.gz"), new Float32Array(3200), shape);
    const { status, stdout } = await softdice("losses", map, "--out", join(folder, "out"), "--json");
    expect(status).toBe(0);
    const { losses, warnings } = JSON.parse(stdout) as LossesSummary;
    expect(losses.every(({ volume, volumeBias }) => volume === 0 && volumeBias === null)).toBe(true);
    expect(warnings.join()).toContain("0 everywhere");
    expect(existsSync(join(folder, "out/figures"))).toBe(false);
  });
});
