// Compiles src/kernels/assembly with AssemblyScript to two WebAssembly modules, one on a memory of its own and one on
// a memory shared between workers, and writes both as base64 to src/kernels/wasm/modules.generated.ts, so that Node,
// browsers and their workers import them like any other code. Does nothing when that file is newer than its sources.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(import.meta.dirname, "..");
const folder = join(root, "src/kernels/assembly");
const output = join(root, "src/kernels/wasm/modules.generated.ts");

const sources = readdirSync(folder)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join(folder, name));
const newest = Math.max(...[...sources, import.meta.filename].map((file) => statSync(file).mtimeMs));

if (!existsSync(output) || statSync(output).mtimeMs < newest) {
  const scratch = mkdtempSync(join(tmpdir(), "softdice-kernels-"));
  try {
    const local = compile(join(scratch, "local.wasm"), []);
    const shared = compile(join(scratch, "shared.wasm"), ["--sharedMemory", "--enable", "threads"]);
    writeFileSync(
      output,
      `// Written by scripts/build-kernels.js from src/kernels/assembly.\n` +
        `export const localModule: string =\n  "${local}";\nexport const sharedModule: string =\n  "${shared}";\n`,
    );
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** @param {string} file @param {string[]} flags */
function compile(file, flags) {
  const compiler = fileURLToPath(import.meta.resolve("assemblyscript/bin/asc.js"));
  const source = join(folder, "index.ts");
  const memory = ["--importMemory", "--initialMemory", "1", "--maximumMemory", "65536"];
  const options = ["-O3", "--runtime", "stub", "--noAssert", "--enable", "simd", "--disableWarning", "112"];
  execFileSync(process.execPath, [compiler, source, "-o", file, ...options, ...memory, ...flags], {
    stdio: "inherit",
  });
  return readFileSync(file, "base64");
}
