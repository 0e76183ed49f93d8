import { basename, dirname } from "node:path";
import { withoutEnding } from "../images.ts";

/** What the place of a file says of the mask in it. */
export interface FileLabel {
  /** Empty where the place does not tell structures apart. */
  readonly structure: string;
  readonly observer: string;
}

/**
 * Structures and observers of files of one mask each: where a name occurs in several folders, names are structures and
 * folders are observers; else names are observers of the one structure.
 */
export function labelFiles(paths: readonly string[]): FileLabel[] {
  const names = paths.map(stem);
  const places = new Set(paths.map((path) => `${stem(path)}\0${dirname(path)}`));
  const isRepeated = new Set(names).size < places.size;
  if (!isRepeated) return names.map((observer) => ({ structure: "", observer }));
  const folders = paths.map((path) => basename(dirname(path)));
  const isClear = new Set(paths.map((_, n) => `${names[n]}\0${folders[n]}`)).size === places.size;
  return paths.map((path, n) => ({
    structure: names[n],
    observer: isClear ? folders[n] : `${basename(dirname(dirname(path)))}/${folders[n]}`,
  }));
}

/** A file's name without folder and ending. */
export function stem(path: string): string {
  return basename(withoutEnding(path)).replace(/\.dcm$/iu, "");
}
