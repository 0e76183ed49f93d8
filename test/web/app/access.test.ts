import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningApp, startApp } from "../../support/app.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const VIEWS = {
  "the empty Viewer": ["#viewer", "Drop files, folders or zips here"],
  "the Viewer": ["#viewer?example=pelvis&structure=8&lines=a.staple", "Save"],
  "the empty Model view": ["#model", "A model among the observers"],
  "the Model view": ["#model?example=pelvis&of=o0&row=2", "By structure"],
  "the losses of the Explore view": ["#explore", "The minimisers"],
  "a descent of the Explore view": ["#explore?show=descent&l=10", "Errors against the optimum"],
  "the Paper view": ["#paper", "What the paper proves"],
} as const;

describe("access to the app", () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.close());

  it.each(Object.entries(VIEWS))(
    "axe finds nothing to mend in %s, light or dark",
    async (_, [hash, text]) => {
      await app.page.goto("about:blank");
      await app.page.goto(`${app.url}${hash}`);
      await app.page.getByText(text, { exact: true }).first().waitFor();
      await app.page.evaluate(axe);
      for (const colorScheme of ["light", "dark"] as const) {
        await app.page.emulateMedia({ colorScheme });
        const { violations } = await app.page.evaluate(() =>
          (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
        );
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
        expect({ colorScheme, found }).toEqual({ colorScheme, found: [] });
      }
    },
  );

  it("can be used with the keyboard alone, and always shows where the focus is", async () => {
    const { page } = app;
    await page.goto("about:blank");
    await page.goto(`${app.url}#viewer`);
    await page.getByText("Drop files, folders or zips here").waitFor();
    await tabTo(app, /^Five observers of a blob/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Methods" }).waitFor();
    await page.locator("body").press("Tab");
    await tabTo(app, /^axial plane/);
    const place = (): Promise<string> =>
      page.getByRole("img", { name: /^axial plane/ }).evaluate(() => location.hash);
    await page.keyboard.press("Shift+ArrowRight");
    await expect.poll(place).toMatch(/at=/);
    await tabTo(app, /^Threshold$/);
    const before = await page.getByRole("slider", { name: "Threshold" }).getAttribute("aria-valuetext");
    await page.keyboard.press("ArrowRight");
    await expect
      .poll(() => page.getByRole("slider", { name: "Threshold" }).getAttribute("aria-valuetext"))
      .not.toBe(before);
    await tabTo(app, /^Line of Union/);
    await page.keyboard.press("Space");
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("union");
    await tabTo(app, /^Explore/);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "How a descent gets there" }).waitFor();
    await tabTo(app, /^How a descent/);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Play" }).waitFor();
    await tabTo(app, /^Play/);
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Pause" }).waitFor();
  });

  it("carries what is seen in the address", async () => {
    const { page } = app;
    await page.goto("about:blank");
    await page.goto(`${app.url}#viewer?example=blob&threshold=0.7&count=0.1.2&at=90.110.0`);
    await page.getByRole("heading", { name: "Methods" }).waitFor();
    const counting = page.getByRole("checkbox", { name: / counts$/ });
    expect(
      await counting.evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).checked)),
    ).toEqual([true, true, true, false, false]);
    await expect
      .poll(() => page.getByRole("slider", { name: "Threshold" }).getAttribute("aria-valuetext"))
      .toMatch(/^drawn by all 3/);
  });

  it.each(Object.entries(VIEWS))(
    "%s fits a laptop, a tablet and a phone without scrolling sideways",
    async (_, [hash, text]) => {
      await app.page.goto("about:blank");
      await app.page.goto(`${app.url}${hash}`);
      await app.page.getByText(text, { exact: true }).first().waitFor();
      for (const [width, height] of [
        [1280, 720],
        [820, 1180],
        [390, 844],
      ]) {
        await app.page.setViewportSize({ width, height });
        const excess = await app.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect({ width, excess }).toEqual({ width, excess: 0 });
      }
    },
  );
});

/** Presses Tab until the focus is on the control of this name; the focus must be visible all the way. */
async function tabTo({ page }: RunningApp, name: RegExp): Promise<void> {
  for (let n = 0; n < 80; n++) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return undefined;
      const labels = (element as HTMLInputElement).labels;
      const text =
        element.getAttribute("aria-label") ?? labels?.[0]?.innerText ?? (element as HTMLElement).innerText;
      return { text: text.trim(), outline: getComputedStyle(element).outlineStyle };
    });
    if (focus === undefined) continue;
    if (focus.outline === "none") throw new Error(`no focus is seen on "${focus.text}"`);
    if (name.test(focus.text)) return;
  }
  throw new Error(`Tab never came to ${String(name)}`);
}
