import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What stands for the owner on the code host until a maintainer writes it (docs/maintainers.md). */
export const PLACEHOLDER = "OWNER";

/** Files that name the owner. */
export const namesOwner = [
  "package.json",
  "CITATION.cff",
  ".zenodo.json",
  ".github/ISSUE_TEMPLATE/config.yml",
];

/**
 * @param {string} root folder of the project
 * @returns {Record<string, string | undefined>} the version that each file tells, by the file's name
 */
export function versions(root) {
  const read = (name) => readFileSync(join(root, name), "utf8");
  return {
    "package.json": JSON.parse(read("package.json")).version,
    "package-lock.json": JSON.parse(read("package-lock.json")).version,
    "CITATION.cff": /^version: "?([^"\n]+)"?$/m.exec(read("CITATION.cff"))?.[1],
    ".zenodo.json": JSON.parse(read(".zenodo.json")).version,
  };
}

/**
 * @param {string} root folder of the project
 * @param {string} version
 * @returns {string | undefined} what the changelog says of a released version
 */
export function notesOf(root, version) {
  const sections = readFileSync(join(root, "CHANGELOG.md"), "utf8").split(/^## /m);
  return sections
    .find((section) => section.startsWith(`${version}\n`))
    ?.slice(version.length)
    .trim();
}
