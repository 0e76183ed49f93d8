import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningApp, startApp } from "../../support/app.ts";
import { softdice } from "../../support/cli.ts";

describe("the Explore and Paper views", () => {
  const folder = mkdtempSync(join(tmpdir(), "softdice-app-"));
  let app: RunningApp;
  /** Columns of samples.csv and table.csv of a run with the same seed. */
  let samples: Map<string, number>;
  let table: Map<string, number>;

  beforeAll(async () => {
    const run = await softdice(
      ...[
        "reproduce",
        "synthetic",
        "--rho",
        "0.07",
        "--samples",
        "2",
        "--seed",
        "3",
        "--out",
        folder,
        "--quiet",
      ],
    );
    expect(run.status).toBe(0);
    samples = firstRow(readFileSync(join(folder, "samples.csv"), "utf8"));
    table = firstRow(readFileSync(join(folder, "table.csv"), "utf8"));
    app = await startApp();
  });

  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  const figure = async (name: string): Promise<number> =>
    Number(await app.page.locator(`dd[data-figure="${name}"]`).innerText());

  it("ends with the e0 and e1 of the command line with the same seed", async () => {
    await app.page.goto(`${app.url}#explore?show=descent&rho=0.07&seed=3`);
    await app.page.getByRole("button", { name: "Play" }).waitFor();
    expect(await figure("e0")).toBeCloseTo(samples.get("e0_1")!, 5);
    await app.page.getByRole("button", { name: "End", exact: true }).click();
    await app.page.getByText("l = 200 of 200").waitFor();
    expect(Math.abs((await figure("e0")) - samples.get("e0_200")!)).toBeLessThan(1e-5);
    expect(Math.abs((await figure("e1")) - samples.get("e1_200")!)).toBeLessThan(1e-5);
  });

  it("plays, pauses and steps", async () => {
    const iteration = async (): Promise<number> =>
      Number(await app.page.getByRole("slider", { name: "Iteration l" }).inputValue());
    await app.page.getByRole("button", { name: "Start", exact: true }).click();
    await app.page.getByRole("button", { name: "Next" }).click();
    // The page shows a click's effect in its next frame.
    await expect.poll(iteration).toBe(2);
    await app.page.getByRole("button", { name: "Play" }).click();
    await expect.poll(iteration).toBeGreaterThan(4);
    await app.page.getByRole("button", { name: "Pause" }).click();
    await app.page.getByRole("button", { name: "Play" }).waitFor();
    const at = await iteration();
    await app.page.getByRole("button", { name: "Back" }).click();
    await expect.poll(iteration).toBe(at - 1);
  });

  it("shows the sharp case of Theorem 2: an optimum anywhere between v² and everything", async () => {
    await app.page.goto(`${app.url}#explore?show=descent&source=sharp&v=0.4`);
    await app.page.getByText("16.0 % … 100 %").waitFor();
  });

  it("shows Theorem 3: at the end, the Dice of every threshold is the supremum", async () => {
    for (const a of ["0.1", "0.9"]) {
      await app.page.goto(`${app.url}#explore?show=descent&rho=0.02&l=200&a=${a}`);
      await app.page.getByText("l = 200 of 200").waitFor();
      const read = async (title: string): Promise<number> =>
        Number(await app.page.locator(".descent-figures div", { hasText: title }).locator("dd").innerText());
      await expect
        .poll(async () => (await read("sup Dice")) - (await read(`Dice of σ(f) > ${a}`)))
        .toBeLessThan(2e-3);
    }
  });

  it("computes a row of Table 1 with the command line's figures", async () => {
    await app.page.goto(`${app.url}#paper?samples=2&seed=3&rho=0.07`);
    await app.page.getByRole("button", { name: "Compute" }).click();
    await app.page.getByRole("button", { name: "Save CSV" }).waitFor();
    for (const name of ["e0_1", "e1_1", "e0_10", "e1_10", "e0_20", "e1_20", "e0_100", "e1_200"]) {
      const cell = app.page.locator(`td[data-cell="${name}"]`);
      expect(Number(await cell.getAttribute("data-value")).toFixed(6)).toBe(table.get(name)!.toFixed(6));
    }
    expect(await app.page.locator('td[data-cell="e0_10"]').innerText()).toContain("0.057");
  });

  it("stops computing Table 1 when it is cancelled", async () => {
    await app.page.goto(`${app.url}#paper?samples=500`);
    await app.page.getByRole("button", { name: "Compute" }).click();
    await app.page.getByRole("progressbar").waitFor();
    await app.page.getByRole("button", { name: "Cancel" }).click();
    await app.page.getByRole("button", { name: "Compute" }).waitFor();
    expect(await app.page.getByRole("alert").count()).toBe(0);
  });

  it("draws a figure of the paper", async () => {
    await app.page.getByText("Figure 1: two losses, two segmentations").click();
    await app.page.getByRole("img", { name: /^Five marginals with the segmentations/ }).waitFor();
  });

  it("links each theorem to the view that shows it", async () => {
    await app.page.getByRole("link", { name: "The sharp case, v = 0.4" }).click();
    await app.page.getByText("16.0 % … 100 %").waitFor();
    await app.page.goBack();
    await app.page.getByRole("heading", { name: "What the paper proves" }).waitFor();
  });

  it("asked for nothing but its own files, and complained about nothing", () => {
    expect(app.requests.filter((url) => !url.startsWith(app.url))).toEqual([]);
    expect(app.complaints).toEqual([]);
  });
});

function firstRow(csv: string): Map<string, number> {
  const [header, row] = csv.split("\n").map((line) => line.split(","));
  return new Map(header.map((name, n) => [name, Number(row[n])]));
}
