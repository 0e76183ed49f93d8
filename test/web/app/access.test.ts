import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import { zipSync } from "fflate";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeNifti } from "../../../src/formats/nifti/write.ts";
import { unitGrid } from "../../../src/image/grid.ts";
import { drop, type RunningApp, startApp } from "../../support/app.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Widths of a phone, a tablet, a laptop and two screens. */
const SIZES = [
  [390, 844],
  [820, 1180],
  [1920, 1080],
  [2560, 1440],
  [1280, 800],
] as const;

const WIDE = SIZES[4];

/** What the page can show: how it comes there from the state before, and what is seen then. */
interface State {
  readonly hash: string;
  readonly seen: string;
  readonly act?: (page: Page) => Promise<void>;
  /** Takes back what stays in the way of the next state. */
  readonly leave?: (page: Page) => Promise<void>;
  readonly size?: (typeof SIZES)[number];
}

const close = (page: Page): Promise<void> => page.keyboard.press("Escape");

/** In this order on one page: first what is seen before anything is opened. */
const STATES: Readonly<Record<string, State>> = {
  "nothing opened": { hash: "#overview", seen: "Drop files, folders or zips here" },
  "a failure": {
    hash: "#overview",
    seen: "Close",
    act: (page) => drop(page, [{ name: "holiday.txt", bytes: new TextEncoder().encode("x") }]),
  },
  "the Model view without a model": { hash: "#model", seen: "A model among the observers" },
  "the losses": { hash: "#explore", seen: "The minimisers" },
  "a descent": { hash: "#explore?show=descent&l=10", seen: "Errors against the optimum" },
  "the Paper view": { hash: "#paper", seen: "What the paper proves" },
  "the Overview": { hash: "#overview?example=pelvis&sort=-dice", seen: "STAPLE depends on its box." },
  "remarks on a structure": {
    hash: "#overview?example=pelvis",
    seen: "STAPLE depends on its box.",
    act: (page) => page.locator(".warnings summary").first().click(),
  },
  "the list of choices": {
    hash: "#overview?example=pelvis",
    seen: "As the files were read",
    act: (page) => page.getByRole("button", { name: "History" }).click(),
    leave: close,
  },
  "the list of keys": {
    hash: "#overview?example=pelvis",
    seen: "Everywhere",
    act: (page) => page.keyboard.press("?"),
    leave: close,
  },
  "the Assign view": { hash: "#assign?example=pelvis", seen: "Grid and rules" },
  "a chosen cell": {
    hash: "#assign?example=pelvis",
    seen: "Rectum · User2",
    act: (page) => page.getByRole("gridcell", { name: /^Rectum, User2/ }).click(),
  },
  "the Viewer": { hash: "#viewer?example=pelvis&structure=8&lines=a.staple", seen: "Save" },
  "one pane alone": {
    hash: "#viewer?example=pelvis&structure=8",
    seen: "Save",
    act: (page) => page.keyboard.press("m"),
    leave: (page) => page.keyboard.press("m"),
  },
  "the Viewer's sheet on a phone": {
    hash: "#viewer?example=pelvis&structure=8",
    seen: "Observers",
    size: SIZES[0],
    act: (page) => page.locator(".sheet-grip").click(),
  },
  "a model's figures": { hash: "#model?example=pelvis&of=o0&row=2", seen: "By structure" },
  "kept sessions": {
    hash: "#overview",
    seen: "Sessions on this machine",
    act: async (page) => {
      await drop(page, MASKS);
      await page.locator('.keeping[data-keeping="kept"]').click();
    },
    leave: close,
  },
  "a question of who drew what": {
    hash: "#overview",
    seen: "Who drew what?",
    act: (page) => {
      const [{ bytes }] = MASKS;
      const files = Object.fromEntries(
        ["a/x.nii", "a/y.nii", "b/x.nii", "b/y.nii"].map((path) => [path, bytes]),
      );
      return drop(page, [{ name: "case.zip", bytes: zipSync(files) }]);
    },
  },
};

const MASKS = ["ann", "bea", "cem"].map((name, k) => {
  const data = Uint8Array.from({ length: 512 }, (_, i) => Number(i % 8 < 3 + k));
  return { name: `${name}.nii`, bytes: encodeNifti({ name: "", grid: unitGrid([8, 8, 8]), data }) };
});

describe("access to the app", () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await startApp();
    await app.page.evaluate(axe);
  });

  afterAll(() => app.close());

  it.each(Object.entries(STATES))(
    "axe finds nothing to mend in %s, light or dark; it fits every screen, and Tab comes to each control",
    async (_, { hash, seen, act, leave, size }) => {
      const { page } = app;
      const [width, height] = size ?? WIDE;
      await page.setViewportSize({ width, height });
      await page.evaluate((to) => void (location.hash = to), hash);
      await act?.(page);
      await page.getByText(seen, { exact: true }).locator("visible=true").first().waitFor();
      await page.emulateMedia({ colorScheme: "light" });
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      // Colours alone are others.
      expect(await violations(page, { runOnly: ["color-contrast"] })).toEqual([]);
      expect(await unreachable(page)).toEqual([]);
      if (size === undefined) expect(await excesses(page)).toEqual([]);
      await leave?.(page);
    },
  );

  it("goes to the views by 1 to 6 and lists all keys by ?", async () => {
    const { page } = app;
    for (const [n, view] of ["overview", "assign", "viewer", "model", "explore", "paper"].entries()) {
      await page.keyboard.press(String(n + 1));
      await expect.poll(() => page.evaluate(() => location.hash)).toMatch(new RegExp(`^#${view}`));
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
      await page.keyboard.press("Escape");
      await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    }
  });

  it("can be used with the keyboard alone, and always shows where the focus is", async () => {
    const { page } = app;
    await page.evaluate(() => sessionStorage.clear());
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
});

async function violations(page: Page, options: RunOptions = {}): Promise<string[]> {
  const found = await page.evaluate(
    (how) =>
      (globalThis as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }).axe.run(how),
    options,
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** Controls that are seen and that Tab does not come to; in a grid arrows go on from the one that it comes to. */
function unreachable(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("a, button, input, select, summary, [role=slider]")]
      .filter((one) => one.checkVisibility() && one.tabIndex < 0 && one.closest("[role=grid]") === null)
      .map(({ outerHTML }) => outerHTML),
  );
}

/** Widths at which the page scrolls sideways, by how many pixels. */
async function excesses(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    const excess = await page.evaluate(() =>
      Math.max(
        ...[document.documentElement, document.querySelector("main")!].map(
          ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
        ),
      ),
    );
    if (excess > 0) found.push(`${excess} too many at ${width}`);
  }
  return found;
}

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
