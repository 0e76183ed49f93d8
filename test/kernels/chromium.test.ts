import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright";
import { build, type Rollup } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { computeAlone } from "./chromium/page.ts";

const executable = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
  (path) => path !== undefined && existsSync(path),
);

declare global {
  /** Set by chromium/main.ts in the page. */
  var together: () => Promise<unknown>;
}

describe.skipIf(executable === undefined)("Chromium", () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const bundle = (await build({
      root: import.meta.dirname,
      configFile: false,
      logLevel: "silent",
      build: {
        write: false,
        lib: { entry: "chromium/main.ts", formats: ["iife"], name: "kernels", fileName: "main" },
      },
    })) as Rollup.RollupOutput[];
    const script = bundle[0].output[0].code;
    browser = await chromium.launch({
      ...(executable === undefined ? {} : { executablePath: executable }),
      args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    });
    page = await browser.newPage();
    // Nothing is served: requests are answered here, with the headers that shared memory needs.
    const headers = {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    };
    await page.route("**/*", (route) =>
      route.request().url().endsWith("/main.js")
        ? route.fulfill({ headers, contentType: "text/javascript", body: script })
        : route.fulfill({ headers, contentType: "text/html", body: '<script src="/main.js"></script>' }),
    );
    await page.goto("https://kernels.test/");
  });
  afterAll(() => browser.close());

  it("computes the same bits as Node", async () => {
    const there = await page.evaluate(() =>
      (globalThis as unknown as { computeAlone(): unknown }).computeAlone(),
    );
    expect(there).toEqual(computeAlone());
  });

  it("computes the same bits with two workers on shared memory", async () => {
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const { exact } = computeAlone() as { exact: unknown };
    expect(await page.evaluate(() => globalThis.together())).toEqual(exact);
  });
});
