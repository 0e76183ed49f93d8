import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../manifest.js";
import { namesOwner, notesOf, PLACEHOLDER, versions } from "./facts.js";

/* Refuses a release whose tag, versions, changelog or owner are not all settled: `npm run release:check -- v0.2.0`. */

const [tag = ""] = process.argv.slice(2);
const version = tag.replace(/^v/, "");

const faults = [
  ...(/^v\d+\.\d+\.\d+(-[\w.]+)?$/.test(tag) ? [] : [`the tag "${tag}", expected one such as v0.2.0`]),
  ...Object.entries(versions)
    .filter(([, found]) => found !== version)
    .map(([file, found]) => `${file} has the version ${found}, expected the tag's, ${version}`),
  ...(notesOf(version) ? [] : [`CHANGELOG.md, expected what changed under "## ${version}"`]),
  ...namesOwner
    .filter((file) => readFileSync(join(root, file), "utf8").includes(PLACEHOLDER))
    .map((file) => `${file} names ${PLACEHOLDER}, expected who the repository belongs to`),
];
for (const fault of faults) console.error(`release: ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
