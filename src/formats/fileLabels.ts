/** A file of one mask. */
export interface NamedFile {
  /** Its name without folders and ending. */
  readonly name: string;
  /** The file with its folders. */
  readonly path: string;
}

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
export function labelFiles(files: readonly NamedFile[]): FileLabel[] {
  const folders = files.map(({ path }) => path.split(/[/\\]/u).slice(0, -1));
  const distinct = (place: (folder: readonly string[]) => string): number =>
    new Set(files.map(({ name }, n) => JSON.stringify([name, place(folders[n])]))).size;
  const whole = distinct((folder) => folder.join("/"));
  if (distinct(() => "") === whole) return files.map(({ name }) => ({ structure: "", observer: name }));
  const last = (folder: readonly string[]): string => folder.at(-1) ?? "";
  const lastTwo = (folder: readonly string[]): string => folder.slice(-2).join("/");
  const observer = distinct(last) === whole ? last : lastTwo;
  return files.map(({ name }, n) => ({ structure: name, observer: observer(folders[n]) || name }));
}
