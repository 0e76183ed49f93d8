import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningApp, startApp } from "../../support/app.ts";

describe("the app without a network", () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await startApp();
    // Opened once; the service worker keeps the files.
    await app.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await app.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await app.stopServer();
  });

  afterAll(() => app.close());

  it("starts again, opens an example, shows it in 3D, descends and computes, with the server gone", async () => {
    const { page } = app;
    await page.reload();
    await page.getByRole("button", { name: /phantom/ }).click();
    await page.getByRole("link", { name: "Viewer" }).click();
    await page.getByRole("heading", { name: "Methods" }).waitFor();
    await page.locator('.pane.surface [data-state="ready"]').waitFor();
    await page.getByRole("link", { name: "Explore" }).click();
    await page.getByRole("button", { name: "How a descent gets there" }).click();
    await page.getByRole("button", { name: "Play" }).waitFor();
    await page.goto(`${app.url}#paper?samples=1&rho=0.01`);
    await page.getByRole("button", { name: "Compute" }).click();
    await page.getByRole("button", { name: "Save CSV" }).waitFor();
    expect(app.complaints).toEqual([]);
  });

  it("asked no other origin for anything", () => {
    expect(app.requests.filter((url) => !url.startsWith(app.url))).toEqual([]);
  });
});
