import { basename, relative, resolve, sep } from "node:path";

/**
 * A file as results call it: relative to what the user gave, and of a file in an archive its name alone, since folders are
 * named after users and patients.
 *
 * @param path the path of a file among the inputs, with `/` from an archive on
 * @param inputs as they were given
 */
export function shownPath(path: string, inputs: readonly string[]): string {
  const archive = /^.*?\.zip(?=\/)/iu.exec(path)?.[0];
  if (archive !== undefined) return `${shownPath(archive, inputs)}/${basename(path)}`;
  const whole = resolve(path);
  const homes = inputs.map((input) => resolve(input));
  if (homes.includes(whole)) return basename(whole);
  const home = homes.filter((input) => whole.startsWith(input + sep)).sort((a, b) => b.length - a.length)[0];
  return home === undefined ? basename(whole) : relative(home, whole).split(sep).join("/");
}
