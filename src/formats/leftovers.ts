/** What systems leave beside files: their names in lower case. */
const NAMES = new Set([".ds_store", "thumbs.db", "desktop.ini", "icon\r"]);

/**
 * Whether a file is what a system left beside those of people: macOS' resource forks ("._name", "__MACOSX/…"), indexes of folders
 * and thumbnails. The one list of them.
 *
 * @param path folders and name, with slashes
 */
export function isLeftover(path: string): boolean {
  const segments = path.split("/");
  const name = (segments.at(-1) ?? "").toLowerCase();
  return segments.includes("__MACOSX") || NAMES.has(name) || name.startsWith("._");
}
