import { readFileSync } from "node:fs";
import { join } from "node:path";
import { manifest, root } from "../manifest.js";

/** What stands for the owner on the code host until a maintainer writes it (docs/maintainers.md). */
export const PLACEHOLDER = "OWNER";

/** Files that name the owner. */
export const namesOwner = [
  "package.json",
  "CITATION.cff",
  ".zenodo.json",
  ".github/ISSUE_TEMPLATE/config.yml",
];

/** @param {string} path */
const read = (path) => readFileSync(join(root, path), "utf8");

/** @param {string} path */
const versionIn = (path) => /** @type {{ version: string }} */ (JSON.parse(read(path))).version;

/** The version that each file tells, by the file's name. */
export const versions = {
  "package.json": manifest.version,
  "package-lock.json": versionIn("package-lock.json"),
  "CITATION.cff": /^version: "?([^"\n]+)"?$/m.exec(read("CITATION.cff"))?.[1] ?? "",
  ".zenodo.json": versionIn(".zenodo.json"),
};

/**
 * @param {string} version
 * @returns {string | undefined} what the changelog says of a released version
 */
export function notesOf(version) {
  const sections = read("CHANGELOG.md").split(/^## /m);
  return sections
    .find((section) => section.startsWith(`${version}\n`))
    ?.slice(version.length)
    .trim();
}
