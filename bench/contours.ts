// How much faster contours become masks than with plastimatch: npm run bench:contours -- patient.zip … [--write]
//
// Patients of Gold Atlas shape, such as softdice phantom makes: structure set and the series that it belongs to. Each round runs plastimatch convert and softdice on the same files, with the images and without them. Wall time:
// softdice convert as a whole, start of Node and compression included, against plastimatch convert to .nii.gz.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openAsBlob, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { maskSources } from "../src/formats/dicom/masks.ts";
import { gridOf } from "../src/formats/dicom/series.ts";
import { readStudy } from "../src/formats/dicom/study.ts";
import { walkArchive } from "../src/formats/zip/walk.ts";
import { inputFiles } from "../src/cli/inputs.ts";
import { onTheClock, race, ratios } from "./rounds.ts";
import { showTimes, Table } from "./table.ts";

const patients = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
if (patients.length === 0 || !patients.every((path) => existsSync(path))) {
  console.log("give the zip of a patient: softdice phantom --cases 1 makes one");
  process.exit(2);
}
/** A patient's files, as plastimatch wants them. */
interface Unpacked {
  readonly folder: string;
  readonly set: string;
  readonly images: string;
  /** Of the images, say 512×512×80. */
  readonly shape: string;
}

/** Lays the structure set and the images that it belongs to out as files. */
async function unpack(patient: string, folder: string): Promise<Unpacked> {
  const images = join(folder, "images");
  const zip = await openAsBlob(patient);
  const [source] = maskSources(await readStudy(walkArchive("", zip)), {
    grid: "series",
    nested: "union",
  }).sources;
  const series = source.structures[0].choice?.series;
  if (series === undefined) throw new Error(`${patient} holds no images`);
  const wanted = new Set(series.slices.map(({ file }) => file));
  mkdirSync(images);
  const set = join(folder, "set.dcm");
  for await (const { path, read } of walkArchive("", zip)) {
    const name = `/${path}`;
    if (name === source.file || path === source.file) writeFileSync(set, await read());
    else if (wanted.has(name) || wanted.has(path)) writeFileSync(join(images, basename(path)), await read());
  }
  return { folder, set, images, shape: gridOf(series).shape.join("×") };
}

async function rasteriseAll(inputs: readonly string[], grid: "series" | "paper"): Promise<number> {
  const [source] = maskSources(await readStudy(inputFiles(inputs)), { grid, nested: "union" }).sources;
  return source.structures.reduce((sum, { rasterise }) => sum + rasterise().voxels, 0);
}

function plastimatch({ folder, set, images }: Unpacked, withImages: boolean): void {
  const reference = withImages ? ["--referenced-ct", images] : [];
  const out = ["--output-prefix", join(folder, "theirs"), "--prefix-format", "nii.gz"];
  execFileSync("plastimatch", ["convert", "--input", set, ...reference, ...out], { stdio: "ignore" });
}

function command(folder: string, inputs: readonly string[], grid: "series" | "paper"): void {
  const options = ["--grid", grid, "--nested", "union", "--quiet", "--force", "--out", join(folder, "ours")];
  execFileSync(process.execPath, [resolve("dist/cli/softdice.js"), "convert", ...inputs, ...options], {
    stdio: "ignore",
  });
}

async function benchPatient(patient: string, folder: string): Promise<void> {
  const files = await unpack(patient, folder);
  for (const grid of ["series", "paper"] as const) {
    const inputs = grid === "series" ? [files.set, files.images] : [files.set];
    const {
      theirs = [],
      made = [],
      whole = [],
    } = await race(7, {
      theirs: onTheClock(() => plastimatch(files, grid === "series")),
      made: onTheClock(() => rasteriseAll(inputs, grid)),
      whole: onTheClock(() => command(folder, inputs, grid)),
    } as const);
    const where = `${files.shape}, ${grid === "series" ? "images' grid" : "paper's grid"}`;
    table.row(`${where}: plastimatch convert`, showTimes(theirs), undefined);
    table.row("… over softdice convert", showTimes(whole), ratios(theirs, whole), "≥ 5");
    table.row("… over reading and making the masks in memory", showTimes(made), ratios(theirs, made));
  }
}

const table = new Table("contours");
const scratch = mkdtempSync(join(tmpdir(), "softdice-bench-"));
try {
  for (const [n, patient] of patients.entries()) {
    const folder = join(scratch, String(n));
    mkdirSync(folder);
    await benchPatient(patient, folder);
  }
  table.finish();
} finally {
  rmSync(scratch, { recursive: true });
}
