import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { codecs } from "./codecs.ts";

/*
 * The notices of the code that a bundle holds. Licences of most packages are in them; those of others, and of what is
 * compiled into packages, are in scripts/notices/.
 */

/** Licence texts of packages that ship none. */
const shipsNone: ReadonlyMap<string, string> = new Map([
  ["@niivue/niivue", "niivue"],
  ["@cornerstonejs/codec-openjpeg", "cornerstone-codec-openjpeg"],
  ["@cornerstonejs/codec-libjpeg-turbo-8bit", "cornerstone-codec-libjpeg-turbo"],
]);

/** What is compiled into packages. */
const compiledIn: ReadonlyMap<string, readonly string[]> = new Map([
  ["@cornerstonejs/codec-openjpeg", ["openjpeg", "emscripten"]],
  ["@cornerstonejs/codec-libjpeg-turbo-8bit", ["libjpeg-turbo", "emscripten"]],
  ["numcodecs", ["blosc", "lz4", "zstd", "emscripten"]],
]);

/** Packages that are bundled already where they are imported, and so stand for others. */
const bundles: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "@niivue/niivue",
    [
      "@lukeed/uuid",
      "@ungap/structured-clone",
      "array-equal",
      "fflate",
      "gl-matrix",
      "nifti-reader-js",
      "numcodecs",
      "zarrita",
    ],
  ],
]);

/** The folder of the package that a module is in, or was made of; undefined for the project's own. */
function packageFolder(root: string, module: string): string | undefined {
  const [, codec] = /\/dist\/codecs\/(\w+)\.js/.exec(module) ?? [];
  if (codec !== undefined && codec in codecs)
    return packageFolder(root, `${root}/node_modules/${codecs[codec as keyof typeof codecs]}/`);
  const [, folder] = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(module) ?? [];
  return folder;
}

/**
 * The notices of all packages that these modules are in, by rising name.
 * @param root folder of the project
 * @param holder who holds their code: the subject and verb of the opening sentence
 * @throws Error naming a package of which there is no licence text
 */
export function noticesOf(root: string, holder: string, modules: Iterable<string>): string {
  const folders = new Map<string, string>();
  const add = (folder: string): void => {
    const { name } = readPackage(folder);
    if (folders.has(name)) return;
    folders.set(name, folder);
    for (const other of bundles.get(name) ?? []) add(find(root, folder, other));
  };
  for (const module of modules) {
    const folder = packageFolder(root, module.replaceAll("\\", "/"));
    if (folder !== undefined) add(folder);
  }
  const sections = [...folders]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, folder]) => section(root, folder));
  const head = `${holder} code of the following packages, each under its own licence.\n`;
  return [head, ...sections].join(`\n${"=".repeat(80)}\n\n`);
}

function section(root: string, folder: string): string {
  const { name, version, license } = readPackage(folder);
  const own = (file: string): string => readFileSync(join(root, "scripts/notices", `${file}.txt`), "utf8");
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(entry));
  const known = shipsNone.get(name);
  if (file === undefined && known === undefined) throw new Error(`${name} has no licence text in ${folder}`);
  const text = file === undefined ? own(known!) : readFileSync(join(folder, file), "utf8");
  const within = (compiledIn.get(name) ?? []).map((each) => `\nCompiled into it:\n\n${own(each)}`);
  return `${name} ${version} (${license ?? "see its licence"})\n\n${text.trim()}\n${within.join("")}`;
}

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

function readPackage(folder: string): Package {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Package;
}

/** The folder of a package as another one finds it. */
function find(root: string, from: string, name: string): string {
  for (let folder = from; folder.length >= root.length; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(candidate)) return candidate;
  }
  throw new Error(`${name} is not installed beside ${from}`);
}
