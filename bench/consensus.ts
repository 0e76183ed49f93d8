// How long a consensus takes beyond decompressing its masks: npm run bench:consensus [-- --write]
//
// Five observers' 512×512×200 masks as .nii.gz files. Each round runs softdice consensus as users do, start of Node
// included: to all methods and summary.json alone, and with masks and report; and decompresses the five files one after
// the other, with gzip and with Node's zlib in this process. Wall time; memory is the largest resident set.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { encodeNiftiGz } from "../src/formats/nifti/write.ts";
import { observersOfOne } from "./ellipsoids.ts";
import { onTheClock, race, ratios } from "./rounds.ts";
import { showTimes, Table } from "./table.ts";

const folder = mkdtempSync(join(tmpdir(), "softdice-bench-"));
const masks = join(folder, "masks");
mkdirSync(masks);
const files: string[] = [];
for (const mask of observersOfOne(5)) {
  const file = join(masks, `${mask.name}.nii.gz`);
  writeFileSync(file, await encodeNiftiGz(mask));
  files.push(file);
}

/** Prints the largest resident set in kB when the process ends. */
const TELL_MEMORY =
  'data:text/javascript,process.on("exit",()=>console.error("kB",process.resourceUsage().maxRSS))';
const memory: Record<string, number> = {};

function consensus(...options: readonly string[]): void {
  const command = [
    resolve("dist/cli/softdice.js"),
    "consensus",
    masks,
    "--quiet",
    "--force",
    "--no-surfaces",
  ];
  const { stderr, status } = spawnSync(
    process.execPath,
    ["--import", TELL_MEMORY, ...command, "--out", join(folder, "out"), ...options],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  memory[options.join()] = Number(/kB (\d+)/u.exec(stderr)?.[1]) / 1e3;
}

try {
  const times = await race(9, {
    summary: onTheClock(() => consensus("--summary-only")),
    whole: onTheClock(() => consensus()),
    gzip: onTheClock(() => {
      for (const file of files)
        execFileSync("gzip", ["-dc", file], { stdio: ["ignore", "ignore", "ignore"] });
    }),
    zlib: onTheClock(() => files.map((file) => gunzipSync(readFileSync(file)).length)),
  } as const);
  const { summary = [], whole = [], gzip = [], zlib = [] } = times;
  const table = new Table("consensus");
  table.row("decompressing 5 masks of 512×512×200: gzip", showTimes(gzip), undefined);
  table.row("… Node's zlib", showTimes(zlib), undefined);
  table.row("all methods and summary.json, over gzip", showTimes(summary), ratios(summary, gzip), "≤ 1.5");
  table.row("… over Node's zlib", showTimes(summary), ratios(summary, zlib));
  table.row("with masks and report, over gzip", showTimes(whole), ratios(whole, gzip));
  for (const [options, megabytes] of Object.entries(memory)) {
    table.row(
      `memory, ${options === "" ? "with masks and report" : "all methods and summary.json"}`,
      `${megabytes.toFixed(0)} MB`,
      undefined,
      "< 1500 MB",
    );
  }
  table.finish();
} finally {
  rmSync(folder, { recursive: true });
}
