// What the app takes in Chromium: npm run bench:app [-- --write] [--only overview|drags|map|iterates]
//
// Five RTSTRUCTs with their images of 512×512×80, from their choice to the last figure of the overview; script for each frame
// of a drag over them; a float32 softmax of 512×512×200; and the pictures of a descent's iterates. Times by the clock need a
// quiet machine; processor time, that of the page with its workers or of its script alone, hardly depends on what else runs.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import type { Locator, Page } from "playwright";
import { encodeNifti } from "../src/formats/nifti/write.ts";
import { gridFromSteps } from "../src/image/grid.ts";
import { type RunningApp, startApp } from "../test/support/app.ts";
import { fiveSpellings, SPELLINGS } from "../test/support/fiveSpellings.ts";
import { countDrawings, type Traced, traceInputs } from "./appTrace.ts";
import { quartiles } from "./rounds.ts";
import { showTimes, Table } from "./table.ts";

const { values: options } = parseArgs({
  options: {
    write: { type: "boolean" },
    only: { type: "string", default: "overview,drags,map,iterates" },
    rounds: { type: "string", default: "3" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "softdice-bench-"));
const table = new Table("app");
const isWanted = (part: string): boolean => options.only.split(",").includes(part);
const ROUNDS = Number(options.rounds);
/** Inputs of a drag, one a frame. */
const INPUTS = 60;

const SAME = Object.fromEntries(
  Object.keys(SPELLINGS).map((observer) => [observer, SPELLINGS["Ada"]] as const),
);

/** Five RTSTRUCTs and the images that they were drawn on, as files. */
async function writeStudy(name: string, spellings: typeof SPELLINGS): Promise<string[]> {
  mkdirSync(join(folder, name));
  const files = await fiveSpellings({ size: 512, slices: 80 }, "pixels", spellings);
  return files.map((file) => {
    const path = join(folder, name, file.name);
    writeFileSync(path, file.bytes);
    return path;
  });
}

/** Seconds of the clock from the choice of files until a place says what is waited for, and of the page's processors. */
async function timeOpening(
  app: RunningApp,
  files: readonly string[],
  until: (page: Page) => Promise<unknown>,
): Promise<{ readonly clock: number; readonly processor: number }> {
  await app.page.evaluate(() => {
    const started = (): number => (started.at = performance.now());
    started.at = 0;
    addEventListener("change", started, { capture: true, once: true });
    (globalThis as unknown as { sinceChoice: () => number }).sinceChoice = () =>
      performance.now() - started.at;
  });
  const before = await rendererSeconds(app);
  await app.page
    .locator('input[type="file"]:not([webkitdirectory])')
    .first()
    .setInputFiles([...files]);
  await until(app.page);
  const clock = await app.page.evaluate(() =>
    (globalThis as unknown as { sinceChoice: () => number }).sinceChoice(),
  );
  return { clock: clock / 1000, processor: (await rendererSeconds(app)) - before };
}

/** Processor time that the browser's pages have had. */
async function rendererSeconds({ browser }: RunningApp): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** Until the matrix has as many rows and all their figures; looked at in each frame. */
function wholeMatrix(rows: number): (page: Page) => Promise<unknown> {
  return (page) =>
    page.waitForFunction(
      (count) =>
        document.querySelectorAll("tr[data-structure]").length === count &&
        document.querySelector("tr[data-structure] .waiting") === null,
      rows,
      { polling: "raf", timeout: 120_000 },
    );
}

async function benchOverview(): Promise<void> {
  for (const [what, spellings, rows] of [
    ["five RTSTRUCTs, 3 structures", SAME, 3],
    ["five RTSTRUCTs, 13 spellings", SPELLINGS, 13],
  ] as const) {
    const files = await writeStudy(`study ${rows}`, spellings);
    const times = [];
    for (let round = 0; round < ROUNDS; round++) {
      const app = await startApp();
      times.push(await timeOpening(app, files, wholeMatrix(rows)));
      await app.close();
    }
    table.row(`${what}, to the whole overview`, showTimes(times.map(({ clock }) => clock)), "", "< 3 s");
    table.row("… processor time of page and workers", showTimes(times.map(({ processor }) => processor)));
  }
}

async function benchDrags(): Promise<void> {
  const files = await writeStudy("drags", SAME);
  const app = await startApp();
  const { page } = app;
  await countDrawings(page);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.reload();
  await timeOpening(app, files, wholeMatrix(3));
  await page.goto(`${app.url}#viewer`);
  await page.locator('.pane.surface .pane-body[data-state="ready"]').waitFor({ timeout: 120_000 });
  await page.waitForTimeout(2000);
  const plane = page.locator(".pane.axial canvas");
  const tool = (key: string) => (): Promise<void> => plane.press(key);
  await measureDrag(app, "crosshair", plane, tool("v"));
  await measureDrag(app, "zoom", plane, tool("z"));
  await measureDrag(app, "pan", plane, tool("h"));
  await measureDrag(app, "window and level", plane, tool("w"));
  await plane.press("0");
  await plane.press("v");
  await measureDrag(app, "slices by the slider", page.locator(".pane.axial .slice-slider"));
  await measureDrag(app, "threshold", page.getByRole("slider", { name: "Threshold", exact: true }));
  await app.close();
}

/** Drags over an element back and forth, in a frame each. */
async function measureDrag(
  { browser, page }: RunningApp,
  what: string,
  element: Locator,
  prepare: () => Promise<unknown> = () => Promise.resolve(),
  wanted = 8,
): Promise<void> {
  await prepare();
  const box = (await element.boundingBox())!;
  const at = (n: number): [number, number] => {
    const part = 0.5 + 0.3 * Math.sin((2 * Math.PI * n) / INPUTS);
    return [box.x + part * box.width, box.y + part * box.height];
  };
  await page.mouse.move(...at(0));
  await page.mouse.down();
  const traced = await traceInputs(browser, page, INPUTS, (n) => page.mouse.move(...at(n + 1)));
  await page.mouse.up();
  await page.waitForTimeout(1000);
  showTraced(`${what}, script of a frame`, traced, wanted);
}

function showTraced(what: string, { scriptMs, threadMs, drawings3d }: Traced, wanted: number): void {
  const [low, median, high] = quartiles(scriptMs).map((value) => value.toFixed(1));
  const most = Math.max(...scriptMs).toFixed(1);
  const drawn = drawings3d === 0 ? "" : `; ${drawings3d} drawings in 3D`;
  const whole = `; ${threadMs.toFixed(1)} ms with drawing`;
  table.row(what, `${median} ms (${low}–${high}), at most ${most} ms${whole}${drawn}`, "", `< ${wanted} ms`);
}

const MAP = gridFromSteps(
  "grid",
  [512, 512, 200],
  [
    [0.8, 0, 0],
    [0, 0.8, 0],
    [0, 0, 2.5],
  ],
  [0, 0, 0],
);

/** An organ with unsure edges in a background of small probabilities, each voxel different, as networks leave it. */
function softmax(): Float32Array {
  const map = new Float32Array(512 * 512 * 200);
  let noise = 1;
  for (let i = 0; i < map.length; i++) {
    const depth = 70 - Math.hypot((i & 511) - 210, ((i >> 9) & 511) - 250, 1.5 * ((i >> 18) - 100));
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
    map[i] = 1 / (1 + Math.exp(-Math.max(-14, Math.min(9, depth / 2)) - noise / 2 ** 32));
  }
  return map;
}

async function benchMap(): Promise<void> {
  const bytes = encodeNifti({ name: "organ", grid: MAP, data: softmax() });
  const [plain, packed] = [join(folder, "organ.nii"), join(folder, "organ.nii.gz")];
  writeFileSync(plain, bytes);
  writeFileSync(packed, gzipSync(bytes, { level: 1 }));
  for (const path of [plain, packed]) {
    const app = await startApp();
    const { page } = app;
    await countDrawings(page);
    await page.goto("about:blank");
    await page.goto(`${app.url}#viewer`);
    const dice = page.locator('[data-result="dice"]');
    const opened = await timeOpening(app, [path], () => dice.waitFor({ timeout: 120_000 }));
    const what = `softmax of 512×512×200, ${path.endsWith("gz") ? ".nii.gz" : ".nii"}`;
    table.row(`${what}, until its figures`, showTimes([opened.clock]), "", "< 10 s");
    table.row("… processor time of page and workers", showTimes([opened.processor]));
    if (path === packed) {
      await page.waitForTimeout(4000);
      const strip = page.getByRole("slider", { name: "Threshold", exact: true });
      await measureDrag(app, "threshold of the softmax", strip, undefined, 50);
      await measureDrag(app, "slices of the softmax", page.locator(".pane.axial .slice-slider"));
      await strip.focus();
      const keys = await traceInputs(app.browser, page, 20, () => page.keyboard.press("ArrowRight"));
      showTraced("threshold of the softmax by keys", keys, 50);
      const session = await page.context().newCDPSession(page);
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize, backingStorageSize = 0 } = (await session.send("Runtime.getHeapUsage")) as {
        usedSize: number;
        backingStorageSize?: number;
      };
      table.row(
        "page's heap with the softmax",
        `${((usedSize + backingStorageSize) / 1e6).toFixed(0)} MB`,
        "",
        "< 1200 MB",
      );
    }
    await app.close();
  }
}

/** The pictures of an iterate of 200 × 200 pixels, from one to the next. */
async function benchIterates(): Promise<void> {
  const app = await startApp();
  await countDrawings(app.page);
  await app.page.goto(`${app.url}#explore?show=descent&rho=0.07&seed=3`);
  await app.page.getByRole("button", { name: "Play" }).waitFor();
  await app.page.getByText("l = 1 of 200").waitFor();
  const slider = app.page.getByRole("slider", { name: "Iteration l" });
  await measureDrag(app, "iterates of 200 × 200 pixels", slider, undefined, 16);
  await app.close();
}

try {
  if (isWanted("overview")) await benchOverview();
  if (isWanted("drags")) await benchDrags();
  if (isWanted("map")) await benchMap();
  if (isWanted("iterates")) await benchIterates();
  table.finish();
} finally {
  rmSync(folder, { recursive: true });
}
