import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Folder of the project. */
export const root = resolve(import.meta.dirname, "..");

/** @typedef {string | { readonly [condition: string]: Conditions }} Conditions of an entry of `exports` */

/** @typedef {{ version: string, repository: { url: string }, exports: Record<string, Conditions> }} Manifest */

/** What scripts read of package.json. */
export const manifest = /** @type {Manifest} */ (
  JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
);
