// Compiles src/kernels/assembly with AssemblyScript to WebAssembly modules and writes each as base64 into a TypeScript
// file, so that Node, browsers and their workers import them like any other code. Does nothing for a file that is newer than
// its sources.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname, "..");
const folder = join(root, "src/kernels/assembly");
const sharedMemory = ["--sharedMemory", "--enable", "threads"];

// Files, and the module in each: name, entry in `assembly`, flags. One a job, so that a program carries what it uses.
/** @type {Record<string, [name: string, entry: string, flags: string[]]>} */
const files = {
  scan: ["scanModule", "scan.ts", []],
  histogram: ["histogramModule", "histogram.ts", []],
  unity: ["unityModule", "unity.ts", []],
  voxels: ["localModule", "voxels.ts", []],
  sharedVoxels: ["sharedModule", "voxels.ts", sharedMemory],
  waves: ["wavesModule", "waves.ts", []],
  warp: ["warpModule", "warp.ts", []],
  convolutions: ["convolutionModule", "convolutions.ts", []],
  distances: ["distanceModule", "distances.ts", []],
  walks: ["walkModule", "walks.ts", []],
};

const sources = readdirSync(folder)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join(folder, name));
const newest = Math.max(...[...sources, import.meta.filename].map((file) => statSync(file).mtimeMs));

const waiting = Object.entries(files).values();
await Promise.all(Array.from({ length: availableParallelism() }, writeWaiting));

/** Writes one file after the other, beside others who do. */
async function writeWaiting() {
  for (const [name, [module, entry, flags]] of waiting) {
    const output = join(root, `src/kernels/wasm/${name}.generated.ts`);
    if (existsSync(output) && statSync(output).mtimeMs >= newest) continue;
    const head = "// Written by scripts/build-kernels.js from src/kernels/assembly.\n";
    writeFileSync(output, `${head}export const ${module}: string =\n  "${await compile(entry, flags)}";\n`);
  }
}

/** @param {string} entry @param {string[]} flags */
async function compile(entry, flags) {
  const compiler = fileURLToPath(import.meta.resolve("assemblyscript/bin/asc.js"));
  const scratch = mkdtempSync(join(tmpdir(), "softdice-kernels-"));
  const file = join(scratch, "module.wasm");
  const memory = ["--importMemory", "--initialMemory", "1", "--maximumMemory", "65536"];
  const options = ["-O3", "--runtime", "stub", "--noAssert", "--enable", "simd", "--disableWarning", "112"];
  try {
    const args = [compiler, join(folder, entry), "-o", file, ...options, ...memory, ...flags];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
    process.stderr.write(stdout + stderr);
    return readFileSync(file, "base64");
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
