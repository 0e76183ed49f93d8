import { readdirSync } from "node:fs";
import { join } from "node:path";
import { manifest, root } from "../manifest.js";

/*
 * What the documentation site is made of: the entries of the package, the guides and pages of docs/, and the project's
 * own papers. Everything about its look that differs from TypeDoc's is in plugin.js and site.css.
 */

/**
 * The first path of declarations among the conditions of an entry; undefined for an entry that is data.
 * @param {import("../manifest.js").Conditions} conditions
 * @returns {string | undefined}
 */
function declarations(conditions) {
  if (typeof conditions === "string") return /\.d\.[mc]?ts$/.test(conditions) ? conditions : undefined;
  return Object.values(conditions)
    .map(declarations)
    .find((path) => path !== undefined);
}

/** Source file by name of the entry, as one imports it: `softdice/study` → `src/study/index.ts`. */
export const sources = new Map(
  Object.entries(manifest.exports).flatMap(([name, conditions]) => {
    const built = declarations(conditions);
    if (built === undefined) return [];
    const source = built.replace(/^\.\/dist\//, "src/").replace(/\.d\.([mc]?ts)$/, ".$1");
    return [[`softdice${name.slice(1)}`, join(root, source)]];
  }),
);

/** Markdown files by the heading that they stand under in the navigation. */
export const shelves = new Map([
  ["Guides", pages("docs/guides")],
  ["Reference", pages("docs")],
  [
    "The project",
    ["CONTRIBUTING.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "SECURITY.md", "bench/RESULTS.md"],
  ],
]);

/** @param {string} folder */
function pages(folder) {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
}

/** @type {import("typedoc").TypeDocOptions} */
export default {
  name: "softdice",
  entryPoints: [...sources.values()],
  alwaysCreateEntryPointModule: true,
  projectDocuments: [...shelves.values()].flat().map((file) => join(root, file)),
  plugin: [join(import.meta.dirname, "plugin.js")],
  readme: join(root, "README.md"),
  tsconfig: join(root, "tsconfig.pure.json"),
  basePath: root,
  out: join(root, "dist/site"),
  customCss: join(import.meta.dirname, "site.css"),
  favicon: join(root, "web/icon.svg"),
  disableGit: true,
  disableSources: true,
  excludeInternal: true,
  githubPages: true,
  hideGenerator: true,
  includeVersion: true,
  sort: ["source-order"],
  sortEntryPoints: false,
  groupOrder: [...shelves.keys(), "Modules", "*"],
  navigation: { includeGroups: true, includeCategories: false },
  searchInDocuments: true,
  highlightLanguages: ["sh", "console", "typescript", "json", "python", "r", "yaml", "html", "css", "xml"],
  // Names of internals in comments stand without a link.
  externalSymbolLinkMappings: { softdice: { "*": "#" } },
  validation: { invalidLink: true, invalidPath: true, notExported: false, notDocumented: false },
  treatValidationWarningsAsErrors: true,
  logLevel: "Warn",
};
