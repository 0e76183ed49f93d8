import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

const root = resolve(import.meta.dirname, "../..");

/**
 * The source as JavaScript, file by file, where it finds its packages: for tests that reach into the command line, whose
 * build is a bundle.
 *
 * @param name of the folder, one a test file
 * @returns the folder, laid out as src/ is
 */
export function transpiledSource(name: string): string {
  const folder = join(root, "node_modules/.cache", name);
  rmSync(folder, { recursive: true, force: true });
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  for (const file of files.filter((path) => path.endsWith(".ts") && !path.includes("assembly"))) {
    const to = join(folder, file.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, transpile(readFileSync(join(root, "src", file), "utf8")));
  }
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  return folder;
}

/** A module of TypeScript as one that Node runs. */
export function transpile(source: string): string {
  return ts.transpileModule(source, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      rewriteRelativeImportExtensions: true,
    },
  }).outputText;
}
