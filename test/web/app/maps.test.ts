import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sigmoid } from "../../../src/core/elementary.ts";
import { Random } from "../../../src/core/random.ts";
import { gridFromSteps, voxelCount } from "../../../src/image/grid.ts";
import { drop, type RunningApp, startApp } from "../../support/app.ts";
import { softdice } from "../../support/cli.ts";
import { writeImage } from "../../support/files.ts";
import { writeNnunetCase } from "../../support/nnunet.ts";

/** A softmax as networks give it: hardly two of its 94,000 values are the same, and none is 0. */
const grid = gridFromSteps(
  "grid",
  [60, 56, 28],
  [
    [0.9, 0, 0],
    [0, 0.9, 0],
    [0, 0, 2],
  ],
  [-30, -20, 10],
);
const random = new Random(5);
const map = Float32Array.from({ length: voxelCount(grid) }, (_, n) => {
  const [i, j, k] = [n % 60, Math.floor(n / 60) % 56, Math.floor(n / 60 / 56)];
  return sigmoid(8 * (1 - Math.hypot((i - 30) / 15, (j - 28) / 12, (k - 14) / 8)) + 0.8 * random.normal());
});

/** Long enough on a busy machine; what is polled comes at once on a quiet one. */
const SOON = { timeout: 60_000 };

describe("probability maps in the app", () => {
  const folder = mkdtempSync(join(tmpdir(), "softdice-app-"));
  const bytes = (path: string): Uint8Array => readFileSync(join(folder, path));
  let app: RunningApp;
  let summary: { threshold: number; supDice: number; volumeMl: Record<string, number> };

  beforeAll(async () => {
    expect(new Set(map).size).toBeGreaterThan(65_536);
    writeImage(join(folder, "organ.nii.gz"), map, grid.shape, grid);
    writeNnunetCase(folder, "case_1", {
      classes: [map.map((p) => 1 - p), map],
      labels: Uint8Array.from(map, (p) => Number(p > 0.5)),
      grid,
    });
    const out = join(folder, "out");
    const args = ["threshold", join(folder, "organ.nii.gz"), "--out", out, "--json", "--quiet"];
    const { stdout } = await softdice(...args);
    summary = JSON.parse(stdout) as typeof summary;
    app = await startApp();
    await app.page.goto(`${app.url}#viewer`);
  });

  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  const strip = () => app.page.getByRole("slider", { name: "Threshold", exact: true });
  const result = (name: string): Promise<string> => app.page.locator(`[data-result="${name}"]`).innerText();
  /** The threshold in use, its voxels' volume in mL and its Dice, as the page has them. */
  const expectThreshold = async (a: number): Promise<void> => {
    const taken = map.filter((m) => m > a);
    const inside = taken.reduce((x, y) => x + y, 0);
    const all = map.reduce((x, y) => x + y, 0);
    await expect.poll(() => result("dice"), SOON).toBe(((2 * inside) / (taken.length + all)).toFixed(3));
    const ml = (taken.length * 0.9 * 0.9 * 2) / 1000;
    expect(Number((await result("volume")).replace(" mL", ""))).toBeCloseTo(ml, 1);
  };

  it("open with the command line's threshold, and have the figures of every threshold that is chosen", async () => {
    await drop(app.page, [{ name: "organ.nii.gz", bytes: bytes("organ.nii.gz") }]);
    await strip().waitFor();
    await expectThreshold(summary.threshold);
    const half = app.page.getByRole("button", { name: "1/2", exact: true });
    await half.click();
    await expectThreshold(0.5);
    // Arrow keys leave the mark, by thresholds and not by the map's values.
    await strip().press("ArrowRight");
    await expect.poll(() => strip().getAttribute("aria-valuenow"), SOON).toMatch(/^0\.50[45]/u);
    await expectThreshold(Number(await strip().getAttribute("aria-valuenow")));
  });

  it("are cut anywhere along the strip, near t at t", async () => {
    const box = (await strip().boundingBox())!;
    const before = await strip().getAttribute("aria-valuenow");
    await app.page.mouse.click(box.x + 0.8 * box.width, box.y + box.height / 2);
    await expect.poll(() => strip().getAttribute("aria-valuenow"), SOON).not.toBe(before);
    await expectThreshold(Number(await strip().getAttribute("aria-valuenow")));
    await app.page.getByRole("button", { name: "Best t" }).click();
    await expectThreshold(summary.threshold);
  });

  it("of nnU-Net open as their class, on the image beside, and without it in voxels", async () => {
    const dataset = {
      name: "dataset.json",
      bytes: new TextEncoder().encode('{"labels": {"background": 0, "liver": 1}}'),
    };
    const npz = { name: "case_1.npz", bytes: bytes("case_1.npz") };
    const image = { name: "case_1.nii.gz", bytes: bytes("case_1.nii.gz") };
    expect(existsSync(join(folder, "case_1.nii.gz"))).toBe(true);
    await drop(app.page, [npz, image, dataset]);
    await app.page.getByText("liver").first().waitFor();
    await expectThreshold(summary.threshold);
    await drop(app.page, [npz, dataset]);
    await expect.poll(() => result("volume"), SOON).toMatch(/voxels$/u);
    expect(await app.page.locator('[data-table="methods"] thead').innerText()).not.toContain("mL");
  });

  it("have the losses of the command line side by side, and take more of them", async () => {
    const out = join(folder, "losses");
    const args = ["losses", join(folder, "organ.nii.gz"), "--out", out, "--json", "--quiet"];
    const { losses } = JSON.parse((await softdice(...args)).stdout) as {
      losses: { loss: string; threshold: number; volume: number; marginalDice: number }[];
    };
    await drop(app.page, [{ name: "organ.nii.gz", bytes: bytes("organ.nii.gz") }]);
    await expect.poll(() => result("volume"), SOON).toMatch(/mL$/u);
    await app.page.getByRole("link", { name: "Explore" }).click();
    await app.page.getByLabel("Source").selectOption("study");
    const row = (loss: string) => app.page.locator(`table[data-table="losses"] tr[data-loss="${loss}"]`);
    const shown = async (loss: string): Promise<number[]> =>
      (
        await row(loss)
          .locator("td[data-value]")
          .evaluateAll((all) => all.map((cell) => Number(cell.dataset["value"])))
      ).filter((_, n) => n !== 2);
    for (const { loss, threshold, volume, marginalDice } of losses)
      await expect.poll(() => shown(loss), SOON).toEqual([threshold, volume, marginalDice]);
    await app.page.getByRole("img", { name: /^The minimiser of dice,/u }).waitFor();
    const field = app.page.getByLabel("Another loss");
    await field.fill("tversky:0.5");
    await field.press("Enter");
    await app.page
      .getByText(/tversky:A,B/u)
      .first()
      .waitFor();
    await field.fill("tversky:0.5,0.5");
    await field.press("Enter");
    // Tversky's index with both weights 1/2 is Dice.
    await row("tversky:0.5,0.5").waitFor();
    expect((await shown("tversky:0.5,0.5"))[1]).toBe((await shown("dice"))[1]);
  });

  it("are descended on any loss, to the infimum that the theory gives", async () => {
    await app.page.getByRole("button", { name: "Descend on cross-entropy", exact: true }).click();
    await app.page.getByRole("button", { name: "End", exact: true }).click();
    await app.page.getByText("l = 200 of 200").waitFor();
    const figure = async (name: string): Promise<number> =>
      Number(await app.page.locator(`dd[data-figure="${name}"]`).innerText());
    await expect
      .poll(async () => (await figure("loss")) - (await figure("infimum")), SOON)
      .toBeLessThan(1e-3);
    expect(await figure("e1")).toBeLessThan(1e-3);
    await app.page.getByRole("img", { name: "minimiser" }).waitFor();
  });

  it("complain about nothing", () => {
    expect(app.complaints).toEqual([]);
  });
});
