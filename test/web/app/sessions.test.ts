import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeNifti } from "../../../src/formats/nifti/write.ts";
import { unitGrid } from "../../../src/image/grid.ts";
import { drop, PATIENCE_MS, type RunningApp, startApp } from "../../support/app.ts";

/** Three observers' boxes of 8, 10 and 12 voxels' side in 32 × 32 × 8 voxels; no file is named as a session may be. */
const FILES = ["Jane-Doe-1", "Jane-Doe-2", "Jane-Doe-3"].map((name, k) => {
  const side = 8 + 2 * k;
  const data = Uint8Array.from({ length: 32 * 32 * 8 }, (_, i) =>
    Number(i % 32 < side && Math.floor(i / 32) % 32 < side),
  );
  return { name: `${name}.nii`, bytes: encodeNifti({ name: "", grid: unitGrid([32, 32, 8]), data }) };
});

describe("sessions", () => {
  let app: RunningApp;
  let page: Page;

  beforeAll(async () => {
    app = await startApp();
    page = app.page;
    page.on("dialog", (dialog) => void dialog.accept());
  });

  afterAll(() => app.close());

  const kept = (): Promise<void> => page.locator('.keeping[data-keeping="kept"]').waitFor();
  const openList = (): Promise<void> => page.locator(".keeping").click();

  it("keep what is opened, through a reload and through leaving the page and coming back", async () => {
    await drop(page, FILES);
    await kept();
    await page.reload();
    await kept();
    await page.getByText("3 files").first().waitFor();
    await page.goto("about:blank");
    await page.goBack();
    await kept();
    await page.getByText("3 files").first().waitFor();
  });

  it("leave nothing of the study in the address, nor in the storage that pages share", async () => {
    const stored = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href]),
    );
    expect(stored).not.toMatch(/jane|doe|\.nii/iu);
    await openList();
    expect(await page.locator(".session-list").innerText()).not.toMatch(/jane|doe/iu);
  });

  it("are listed, renamed, opened in another tab as a copy that goes its own way, and removed", async () => {
    await page.getByRole("button", { name: /^Rename Patient 1/ }).click();
    await page.getByRole("textbox", { name: /^New name/ }).fill("Pilot 7");
    await page.keyboard.press("Enter");
    await page.getByText("Pilot 7", { exact: true }).waitFor();
    const other = await app.context.newPage();
    await other.goto(app.url);
    await other.locator(".keeping").click();
    await other.getByRole("button", { name: "Open Pilot 7" }).click();
    await other.locator('.keeping[data-keeping="kept"]').waitFor();
    const choose = async (where: Page, nested: string): Promise<void> => {
      await where.getByRole("link", { name: "Assign" }).click();
      await where.getByRole("combobox", { name: "A contour inside another" }).selectOption(nested);
      await expect.poll(() => where.getByRole("button", { name: "Undo" }).isEnabled()).toBe(true);
    };
    await choose(other, "union");
    await expect.poll(() => keptSteps(other)).toEqual([1, 2]);
    await other.reload();
    await other.getByText("3 files").first().waitFor();
    expect(await other.getByRole("combobox", { name: "A contour inside another" }).inputValue()).toBe(
      "union",
    );
    await page.reload();
    await page.getByText("3 files").first().waitFor();
    expect(await page.getByRole("button", { name: "Undo" }).isEnabled()).toBe(false);
    await openList();
    await expect
      .poll(() =>
        page
          .locator(".session-list li")
          .allInnerTexts()
          .then((all) => all.join(" ")),
      )
      .toContain("Pilot 7, copy");
    await other.close();
    await page.getByRole("button", { name: "Remove Pilot 7, copy" }).click();
    await page.getByRole("button", { name: "Remove Pilot 7", exact: true }).click();
    await page.locator('.keeping[data-keeping="removed"]').waitFor();
    await expect.poll(() => page.locator(".session-list li").count()).toBe(0);
    expect(await keptFolders(page)).toBe(0);
  });

  it("may be removed while they are open: the study stays whole, with its choices", async () => {
    await page.getByRole("button", { name: "Close" }).click();
    await drop(page, FILES);
    await kept();
    await page.reload();
    await kept();
    await openList();
    await page.getByRole("button", { name: /^Remove Patient 1/ }).click();
    await page.locator('.keeping[data-keeping="removed"]').waitFor();
    await expect.poll(() => keptFolders(page)).toBe(0);
    await page.getByRole("button", { name: "Close" }).click();
    // The files are read anew under another rule, and so are there.
    await page.getByRole("link", { name: "Assign" }).click();
    await page.getByRole("combobox", { name: "Masks on other grids" }).selectOption("nearest");
    await expect.poll(() => page.getByRole("button", { name: "Undo" }).isEnabled()).toBe(true);
    expect(await page.getByRole("alert").count()).toBe(0);
    await page.getByRole("link", { name: "Overview" }).click();
    await openList();
  });

  it("are not made where the user turned that off, and leaving then warns", async () => {
    await page.getByRole("checkbox", { name: "Keep what I open on this machine" }).uncheck();
    await page.locator('.keeping[data-keeping="off"]').waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    await expect.poll(() => keptFolders(page)).toBe(0);
    const warned = page.waitForEvent("dialog");
    await page.reload();
    expect((await warned).type()).toBe("beforeunload");
    await page.locator('.keeping[data-keeping="nothing"]').waitFor();
    await openList();
    await page.getByRole("checkbox", { name: "Keep what I open on this machine" }).check();
    await page.getByRole("button", { name: "Close" }).click();
  });

  it("give way to files that are dropped while the page is starting", async () => {
    const other = await app.context.newPage();
    await other.goto(app.url);
    const sign = other.locator('.keeping[data-keeping="kept"]');
    await drop(other, FILES);
    await sign.waitFor();
    // What was kept can be reached once the page is told so.
    await other.addInitScript(() => {
      const directory = Reflect.get(StorageManager.prototype, "getDirectory");
      const told = new Promise((done) => addEventListener("directory", done, { once: true }));
      StorageManager.prototype.getDirectory = async function (this: StorageManager) {
        await told;
        return directory.call(this);
      };
    });
    await other.reload();
    await drop(other, FILES.slice(0, 2));
    await other.getByText("2 files").first().waitFor();
    await other.evaluate(() => dispatchEvent(new Event("directory")));
    await sign.waitFor();
    await other.getByText("2 files").first().waitFor();
    await sign.click();
    await other.getByRole("button", { name: "Remove all" }).click();
    await expect.poll(() => keptFolders(other)).toBe(0);
    await other.close();
  });

  it("say so where there is no room, keep half of nothing, and the study is open all the same", async () => {
    await page.evaluate(() => {
      const refuse = (): Promise<never> => Promise.reject(new DOMException("no room", "QuotaExceededError"));
      FileSystemFileHandle.prototype.createWritable = refuse;
    });
    await drop(page, FILES);
    await page.locator('.keeping[data-keeping="full"]').waitFor();
    await page.getByText("3 files").first().waitFor();
    expect(await keptFolders(page)).toBe(0);
  });

  it("are not needed: with all storage blocked the app works, and says that nothing is kept", async () => {
    const context = await app.browser.newContext();
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(() => {
      const refuse = (): never => {
        throw new DOMException("blocked", "SecurityError");
      };
      Object.defineProperty(globalThis, "localStorage", { get: refuse });
      Object.defineProperty(globalThis, "sessionStorage", { get: refuse });
      StorageManager.prototype.getDirectory = () =>
        Promise.reject(new DOMException("blocked", "SecurityError"));
    });
    const blocked = await context.newPage();
    await blocked.goto(app.url);
    await blocked.getByRole("button", { name: "Not kept on this machine" }).waitFor();
    await drop(blocked, FILES);
    await blocked.getByText("3 files").first().waitFor();
    await context.close();
  });
});

/** Sessions in the browser's own files, whole or not. */
function keptFolders(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    let count = 0;
    for await (const _ of (await root.getDirectoryHandle("sessions")).keys()) count += 1;
    return count;
  });
}

/** Steps of the histories of all sessions, in order. */
function keptSteps(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("sessions", { create: true });
    const counts: number[] = [];
    for await (const id of folder.keys()) {
      const one = await folder.getDirectoryHandle(id);
      const file = await (await one.getFileHandle("session.json")).getFile();
      counts.push((JSON.parse(await file.text()) as { choices: { steps: unknown[] } }).choices.steps.length);
    }
    return counts.sort((a, b) => a - b);
  });
}
