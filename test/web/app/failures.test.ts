import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drop, PATIENCE_MS, type RunningApp, startApp } from "../../support/app.ts";

/** The page's workers, kept by the page so that a test can end one as a browser does. */
const KEEP_WORKERS = (): void => {
  const workers: Worker[] = [];
  Object.assign(globalThis, { workers });
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      workers.push(this);
    }
  };
};

describe("what fails says what to do", () => {
  let app: RunningApp;
  let page: Page;

  beforeAll(async () => {
    app = await startApp();
    // Without its service worker, which would have the files that are lost here.
    const context = await app.browser.newContext({ serviceWorkers: "block" });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(KEEP_WORKERS);
    page = await context.newPage();
    await page.goto(app.url);
  });

  afterAll(() => app.close());

  it("where a view's code cannot be loaded, which is tried again on a button", async () => {
    await page.route(/\/Paper-[^/]*\.js$/u, (route) => route.abort());
    await page.getByRole("link", { name: "Paper" }).click();
    await page.getByRole("alert").getByText("could not be loaded").waitFor();
    expect(await page.getByRole("alert").innerText()).toMatch(/What to do: [^]*softdice app/u);
    await page.unroute(/\/Paper-[^/]*\.js$/u);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("What the paper proves").waitFor();
  });

  it("where a drop is none of a study's files, on whatever view: the browser never opens it", async () => {
    await drop(page, [{ name: "holiday.txt", bytes: new TextEncoder().encode("Wish you were here") }]);
    await page.getByRole("link", { name: "Overview" }).click();
    await page.getByRole("alert").getByText("nothing that softdice reads").waitFor();
    const isTaken = await page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["x"], "x.txt"));
      return [".rail", ".bar", "#content"].map((place) =>
        ["dragover", "drop"].map((type) => {
          const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer });
          document.querySelector(place)?.dispatchEvent(event);
          return event.defaultPrevented;
        }),
      );
    });
    expect(isTaken.flat()).toEqual([true, true, true, true, true, true]);
  });

  it("where a worker's code cannot be loaded", async () => {
    await page.route(/study\.worker/u, (route) => route.abort());
    await page.getByRole("button", { name: /blob/u }).click();
    await page.getByRole("alert").getByText("this browser").waitFor();
    expect(await page.getByRole("alert").innerText()).toMatch(/could not be loaded[^]*What to do/u);
    await page.unroute(/study\.worker/u);
    await page.getByRole("button", { name: /blob/u }).click();
    await page.getByRole("button", { name: "Save all" }).waitFor();
  });

  it("where the worker that holds the study is lost, which opens again with its choices", async () => {
    await page.evaluate(() => {
      const { workers } = globalThis as unknown as { workers: Worker[] };
      workers.at(-1)?.dispatchEvent(new ErrorEvent("error", { message: "out of memory" }));
    });
    await page.getByRole("button", { name: "Save all" }).click();
    await page.getByRole("alert").getByText("has run out of memory").waitFor();
    await page.getByRole("button", { name: "Open again" }).click();
    await page.getByRole("alert").waitFor({ state: "detached" });
    await page.locator(".loading").waitFor({ state: "detached" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save all" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("softdice patient 1.zip");
  });
});
