import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** The package as it would be published. */
export interface Packed {
  readonly tarball: string;
  readonly bytes: number;
  readonly files: readonly string[];
}

export function pack(folder: string): Packed {
  const args = ["pack", "--pack-destination", folder, "--ignore-scripts", "--json"];
  const [{ filename, size, files }] = JSON.parse(
    execFileSync("npm", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
  ) as [{ filename: string; size: number; files: { path: string }[] }];
  return { tarball: join(folder, filename), bytes: size, files: files.map(({ path }) => path) };
}

/**
 * A project that holds nothing but the installed package, without what is optional, and the programs.
 *
 * @returns why it could not be installed, where there is neither a cache nor a registry
 */
export function install(tarball: string, folder: string): string | undefined {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));
  const args = ["install", tarball, "--prefer-offline", "--omit=optional", "--no-audit", "--no-fund"];
  const { status, stderr } = spawnSync("npm", args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) {
    if (/ENOTFOUND|ECONNREFUSED|ENOTCACHED|ETIMEDOUT|EAI_AGAIN|network/i.test(stderr))
      return "neither npm's cache nor a registry has the dependencies";
    throw new Error(stderr);
  }
  cpSync(join(import.meta.dirname, "programs"), join(folder, "programs"), { recursive: true });
  const zip = readFileSync(resolve(root, "test/fixtures/formats/dicom-syntaxes.zip"), "base64");
  writeFileSync(
    join(folder, "programs/archive.js"),
    `export const archive = Uint8Array.from(atob("${zip}"), (character) => character.charCodeAt(0));\n`,
  );
  return undefined;
}
