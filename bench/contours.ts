// How much faster contours become masks than with plastimatch: npm run bench:contours -- [patient.zip]
//
// One patient of Gold Atlas shape: the phantom given (default: ../shared/data/phantom-dev/1_91_P.zip), its structure set with
// 63 structures and the 24 slices of the series that it belongs to. Each round runs, in random order, plastimatch convert
// and softdice on the same files, with the images and without them; reported are medians and quartiles of the wall time and
// the ratio of the medians. "rasterise" reads the files from disk and makes every mask in memory; "command" is the whole
// of softdice convert, start of Node and compression included, against plastimatch convert to .nii.gz.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openAsBlob, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { Random } from "../src/core/random.ts";
import { maskSources } from "../src/formats/dicom/masks.ts";
import { readStudy } from "../src/formats/dicom/study.ts";
import { walkArchive } from "../src/formats/zip/walk.ts";
import { inputFiles } from "../src/cli/inputs.ts";

const rounds = 7;
const patient = process.argv[2] ?? "../shared/data/phantom-dev/1_91_P.zip";
if (!existsSync(patient)) {
  console.log(`${patient} is not there: give the zip of a phantom patient`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "softdice-bench-"));
const images = join(folder, "images");
const random = new Random(1);
let sink = 0;

/** Lays the structure set and the images that it belongs to out as files, as plastimatch wants them. */
async function unpack(): Promise<string> {
  const zip = await openAsBlob(patient);
  const [source] = maskSources(await readStudy(walkArchive("", zip)), {
    grid: "series",
    nested: "union",
  }).sources;
  const wanted = new Set(source.choice?.series.slices.map(({ file }) => file));
  mkdirSync(images);
  const set = join(folder, "set.dcm");
  for await (const { path, read } of walkArchive("", zip)) {
    const name = `/${path}`;
    if (name === source.file || path === source.file) writeFileSync(set, await read());
    else if (wanted.has(name) || wanted.has(path)) writeFileSync(join(images, basename(path)), await read());
  }
  return set;
}

async function rasteriseAll(inputs: readonly string[], grid: "series" | "paper"): Promise<void> {
  const [source] = maskSources(await readStudy(inputFiles(inputs)), { grid, nested: "union" }).sources;
  for (const { voxels } of source.masks()) sink += voxels;
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

async function milliseconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function quartiles(times: readonly number[]): [number, number, number] {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (p: number): number => sorted[Math.round(p * (sorted.length - 1))];
  return [at(0.25), at(0.5), at(0.75)];
}

try {
  const set = await unpack();
  console.log(`${cpus()[0].model}, Node ${process.version}, ${rounds} rounds, wall time`);
  for (const grid of ["series", "paper"] as const) {
    const inputs = grid === "series" ? [set, images] : [set];
    const contenders: Readonly<Record<string, () => unknown>> = {
      plastimatch: () => plastimatch(set, grid === "series"),
      rasterise: () => rasteriseAll(inputs, grid),
      command: () => command(inputs, grid),
    };
    const times = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]));
    for (let round = -1; round < rounds; round++) {
      const order = Object.keys(contenders)
        .map((name) => ({ name, key: random.uniform() }))
        .sort((a, b) => a.key - b.key);
      for (const { name } of order) {
        const time = await milliseconds(contenders[name]);
        if (round >= 0) times.get(name)!.push(time);
      }
    }
    console.log(grid === "series" ? "\nwith images, on their grid" : "\nwithout images, on the paper's grid");
    const [, theirs] = quartiles(times.get("plastimatch")!);
    for (const [name, all] of times) {
      const [low, median, high] = quartiles(all);
      const ratio = name === "plastimatch" ? "" : `  ${(theirs / median).toFixed(1)} times as fast`;
      console.log(
        `  ${name.padEnd(12)}${median.toFixed(0).padStart(7)} ms  (${low.toFixed(0)} … ${high.toFixed(0)})${ratio}`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
if (sink === 0) process.exitCode = 1;
