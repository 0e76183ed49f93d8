import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium, PATIENCE_MS } from "../../support/app.ts";

const root = resolve(import.meta.dirname, "../../..");
const file = resolve(root, "dist/softdice.html");

describe("the app as one file, opened from disk", () => {
  const requests: string[] = [];
  const complaints: string[] = [];
  let page: Page;
  let close: () => Promise<void>;

  beforeAll(async () => {
    execFileSync("npm", ["run", "--silent", "build:single"], { cwd: root, stdio: "inherit" });
    const browser = await launchChromium();
    close = () => browser.close();
    page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("request", (request) => void requests.push(request.url()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.goto(pathToFileURL(file).href);
  });

  afterAll(() => close());

  it("is one file of at most 8 MB, with the licences of what it holds", () => {
    expect(statSync(file).size).toBeLessThan(8e6);
    const html = readFileSync(file, "utf8");
    expect(html).toContain('<script type="text/plain" id="notices">');
    expect(html).not.toMatch(/<(?:link|script|img)[^>]+(?:href|src)="(?!data:)/u);
  });

  it("makes the consensus of the phantom, with nothing asked of a network or a disk", async () => {
    await page.getByRole("button", { name: /Pelvis phantom/ }).click();
    await page.getByText("Urinary bladder").first().waitFor();
    await page.goto(`${pathToFileURL(file).href}#viewer?example=pelvis`);
    await page.locator('[data-method="diceOptimal"], [data-table="methods"]').first().waitFor();
    expect(
      requests.filter((url) => !/^(?:data|blob):/u.test(url) && url !== pathToFileURL(file).href),
    ).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("says that nothing is kept, since a page from disk may keep no files", async () => {
    await page.getByRole("button", { name: "Not kept on this machine" }).waitFor();
  });
});
