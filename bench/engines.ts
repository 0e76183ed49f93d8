// The descent on several engines: npm run bench:engines -- [--node PATH]... [--write]
//
// Each round takes the time of the descent of a map of 200×200, the least of 30 runs on the clock, with this Node, with
// each other that is named (npm i node@24 brings one), and in Chromium where there is one. Ratios are to this Node's.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright";
import { build, type Rollup } from "vite";
import { descentTime } from "./descentTime.ts";
import { quartiles } from "./rounds.ts";
import { Table } from "./table.ts";

const { values } = parseArgs({
  options: {
    node: { type: "string", multiple: true, default: [] },
    write: { type: "boolean" },
    once: { type: "boolean" },
  },
});
if (values.once === true) {
  console.log(process.versions.node, descentTime());
  process.exit(0);
}

const executable = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
  (path) => path !== undefined && existsSync(path),
);
const browser =
  executable === undefined
    ? undefined
    : await chromium.launch({ executablePath: executable, args: ["--no-sandbox", "--disable-quic"] });

/** A page that knows `descentTime`. */
async function openPage(): Promise<(() => Promise<number>) | undefined> {
  if (browser === undefined) return undefined;
  const bundle = (await build({
    configFile: false,
    logLevel: "silent",
    build: {
      write: false,
      lib: {
        entry: join(process.cwd(), "bench/descentTime.ts"),
        formats: ["iife"],
        name: "bench",
        fileName: "bench",
      },
    },
  })) as Rollup.RollupOutput[];
  const page = await browser.newPage();
  await page.setContent("<title>bench</title>");
  await page.addScriptTag({ content: bundle[0].output[0].code });
  return () => page.evaluate("bench.descentTime()");
}

const inChromium = await openPage();
const engines = new Map<string, () => Promise<number> | number>();
const add = (path: string): void => {
  const run = (): string[] =>
    execFileSync(path, [process.argv[1], "--once"], { encoding: "utf8" }).trim().split(" ");
  engines.set(`Node ${run()[0]}`, () => Number(run()[1]));
};
for (const path of [process.execPath, ...values.node]) add(path);
if (inChromium !== undefined) engines.set(`Chromium ${browser?.version()}`, inChromium);

const times = new Map<string, number[]>();
for (let round = 0; round < 5; round++) {
  for (const [name, time] of engines) times.set(name, [...(times.get(name) ?? []), await time()]);
}
await browser?.close();

const table = new Table("engines");
const own = times.get(`Node ${process.versions.node}`) ?? [];
for (const [name, each] of times) {
  const ratio = each.map((time, round) => time / own[round]);
  const shown = `${quartiles(each)[1].toFixed(2)} ns`;
  table.row(
    `descent 200×200, a voxel and iteration: ${name}`,
    shown,
    each === own ? undefined : ratio,
    "≤ 1.2",
  );
}
table.finish();
