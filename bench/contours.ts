// How much faster contours become masks than with plastimatch: npm run bench:contours -- patient.zip [--write]
//
// One patient of Gold Atlas shape, such as softdice phantom makes: its structure set and the series that it belongs to.
// Each round runs plastimatch convert and softdice on the same files, with the images and without them. Wall time:
// softdice convert as a whole, start of Node and compression included, against plastimatch convert to .nii.gz.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openAsBlob, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { maskSources } from "../src/formats/dicom/masks.ts";
import { readStudy } from "../src/formats/dicom/study.ts";
import { walkArchive } from "../src/formats/zip/walk.ts";
import { inputFiles } from "../src/cli/inputs.ts";
import { onTheClock, race, ratios } from "./rounds.ts";
import { showTimes, Table } from "./table.ts";

const patient = process.argv[2];
if (patient === undefined || !existsSync(patient)) {
  console.log("give the zip of a patient: softdice phantom --cases 1 makes one");
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "softdice-bench-"));
const images = join(folder, "images");

/** Lays the structure set and the images that it belongs to out as files, as plastimatch wants them. */
async function unpack(): Promise<string> {
  const zip = await openAsBlob(patient);
  const [source] = maskSources(await readStudy(walkArchive("", zip)), {
    grid: "series",
    nested: "union",
  }).sources;
  const wanted = new Set(source.structures[0].choice?.series.slices.map(({ file }) => file));
  mkdirSync(images);
  const set = join(folder, "set.dcm");
  for await (const { path, read } of walkArchive("", zip)) {
    const name = `/${path}`;
    if (name === source.file || path === source.file) writeFileSync(set, await read());
    else if (wanted.has(name) || wanted.has(path)) writeFileSync(join(images, basename(path)), await read());
  }
  return set;
}

async function rasteriseAll(inputs: readonly string[], grid: "series" | "paper"): Promise<number> {
  const [source] = maskSources(await readStudy(inputFiles(inputs)), { grid, nested: "union" }).sources;
  return source.structures.reduce((sum, { rasterise }) => sum + rasterise().voxels, 0);
}

function plastimatch(set: string, withImages: boolean): void {
  const reference = withImages ? ["--referenced-ct", images] : [];
  const out = ["--output-prefix", join(folder, "theirs"), "--prefix-format", "nii.gz"];
  execFileSync("plastimatch", ["convert", "--input", set, ...reference, ...out], { stdio: "ignore" });
}

function command(inputs: readonly string[], grid: "series" | "paper"): void {
  const options = ["--grid", grid, "--nested", "union", "--quiet", "--force", "--out", join(folder, "ours")];
  execFileSync(process.execPath, [resolve("dist/cli/softdice.js"), "convert", ...inputs, ...options], {
    stdio: "ignore",
  });
}

const table = new Table("contours");
try {
  const set = await unpack();
  for (const grid of ["series", "paper"] as const) {
    const inputs = grid === "series" ? [set, images] : [set];
    const {
      theirs = [],
      made = [],
      whole = [],
    } = await race(7, {
      theirs: onTheClock(() => plastimatch(set, grid === "series")),
      made: onTheClock(() => rasteriseAll(inputs, grid)),
      whole: onTheClock(() => command(inputs, grid)),
    } as const);
    const where = `${basename(patient)}, ${grid === "series" ? "images' grid" : "paper's grid"}`;
    table.row(`${where}: plastimatch convert`, showTimes(theirs), undefined);
    table.row("… over softdice convert", showTimes(whole), ratios(theirs, whole), "≥ 5");
    table.row("… over reading and making the masks in memory", showTimes(made), ratios(theirs, made));
  }
  table.finish();
} finally {
  rmSync(folder, { recursive: true });
}
