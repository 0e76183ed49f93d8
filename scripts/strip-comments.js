// Takes the comments out of the library's JavaScript in dist, once it is compiled: the declarations beside it hold them, and
// the compiler leaves out those of both or of none.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

const dist = resolve(import.meta.dirname, "../dist");
/** Folders of bundles, which have none. */
const bundles = new Set(["bench", "cli", "codecs", "web"]);
const { ESNext } = ts.ModuleKind;
const compilerOptions = { removeComments: true, module: ESNext, target: ts.ScriptTarget.ESNext };

for (const path of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
  if (!path.endsWith(".js") || bundles.has(path.split(/[/\\]/)[0])) continue;
  const file = join(dist, path);
  const code = readFileSync(file, "utf8");
  const { outputText } = ts.transpileModule(code, { compilerOptions, fileName: path });
  if (outputText !== code) writeFileSync(file, outputText);
}
