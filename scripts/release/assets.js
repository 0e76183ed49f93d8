import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { manifest, root } from "../manifest.js";
import { notesOf } from "./facts.js";

/*
 * Gathers what a release consists of in dist/release: the package as npm packs it, the app as one file, their checksums, and
 * the notes from the changelog. What they are made of has been built before.
 */

const folder = join(root, "dist/release");
const app = join(root, "dist/softdice.html");
if (!existsSync(app))
  throw new Error("dist/softdice.html is not there, expected what npm run build:single makes");

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
copyFileSync(app, join(folder, "softdice.html"));
execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], {
  cwd: root,
  stdio: "inherit",
});

const sums = readdirSync(folder)
  .sort()
  .map(
    (name) =>
      `${createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex")}  ${name}\n`,
  );
writeFileSync(join(folder, "SHA256SUMS"), sums.join(""));
writeFileSync(join(folder, "notes.md"), `${notesOf(manifest.version) ?? ""}\n`);
