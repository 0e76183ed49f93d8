import { readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { SoftdiceError } from "../core/errors.ts";
import { ForeignFiles } from "./foreignFiles.ts";
import { readError, readJsonIfThere, writeFile } from "./files.ts";
import { compareIdentities } from "./runs/identity.ts";
import type { RunIdentity } from "./runs/journalFile.ts";

/** The index of a folder with masks: what made them, and which files they are. */
interface MaskIndex extends RunIdentity {
  readonly grids?: readonly { readonly image: string | null }[];
  readonly labels?: string | null;
  readonly rois: readonly { readonly file: string | null }[];
}

const INDEX = "rois.json";

/**
 * Makes sure that masks of different conversions do not get mixed in one folder: refuses one with masks that another input
 * or other options made, or, with `force`, takes those masks away.
 * @returns what looks after the files of others in a folder without masks
 * @throws SoftdiceError naming the folder and what differs
 */
export function openMaskFolder(folder: string, identity: RunIdentity, force: boolean): ForeignFiles {
  const index = readIndex(folder);
  const foreign = new ForeignFiles(index === undefined && !force, () =>
    rmSync(join(folder, INDEX), { force: true }),
  );
  const difference = index === undefined ? undefined : compareIdentities(index, identity);
  if (index === undefined || difference === undefined) return foreign;
  if (force) {
    discard(folder, index);
    return foreign;
  }
  throw new SoftdiceError({
    subject: folder,
    problem: `holds masks made with ${difference.name} ${difference.first}`,
    expected: `${difference.name} ${difference.second}`,
    remedy: "choose another --out, or pass --force to discard those masks",
  });
}

/** Says whose masks a folder without an index is to hold, so that it is known even if the conversion is stopped. */
export function claimMaskFolder(folder: string, identity: RunIdentity): void {
  if (readIndex(folder) === undefined) writeIndex(folder, { ...identity, rois: [] });
}

/** Writes a folder's index. */
export function writeIndex(folder: string, index: MaskIndex): void {
  writeFile(join(folder, INDEX), `${JSON.stringify(index, undefined, 1)}\n`);
}

function readIndex(folder: string): MaskIndex | undefined {
  return readJsonIfThere(join(folder, INDEX), "the index of the masks beside it") as MaskIndex | undefined;
}

/** Removes the files that an index names, those of the folders below it too. */
function discard(folder: string, { rois, grids = [], labels = null }: MaskIndex): void {
  const named = [labels, ...grids.map(({ image }) => image), ...rois.map(({ file }) => file)];
  const files = ["image.nii.gz", ...named.flatMap((file) => (file === null ? [] : [basename(file)]))];
  for (const file of [...files, INDEX]) rmSync(join(folder, file), { force: true });
  for (const below of foldersIn(folder)) {
    const index = readIndex(below);
    if (index !== undefined) discard(below, index);
  }
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  } catch (cause) {
    throw readError(folder, cause);
  }
}
