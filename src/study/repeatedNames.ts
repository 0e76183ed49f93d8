import { SEPARATORS } from "./pattern.ts";

/** What names of files say beside the names of their folders, which they repeat: "HN01/HN01_Ines" says Ines. */
export interface RepeatedNames {
  /** The rest of each name, parallel to the paths; all empty where names say nothing else. */
  readonly rests: readonly string[];
  /** The pattern of the whole name. @param folder what stands for a folder of the path */
  readonly write: (rest: string, folder: (level: number) => string) => string;
}

/**
 * Names of folders that every file's name begins or ends with, in the same order and joined in the same way; undefined where
 * there are none.
 *
 * @param paths folders and the file's name without its ending; all of one depth
 */
export function repeatedNames(paths: readonly (readonly string[])[]): RepeatedNames | undefined {
  const before: (readonly [number, string])[] = [];
  const after: (readonly [string, number])[] = [];
  const open = new Set(paths[0].slice(0, -1).keys());
  let rests = paths.map((path) => path[path.length - 1]);
  const take = (fits: (rest: string, folder: string) => string | undefined): number | undefined => {
    for (const level of open) {
      const left = rests.map((rest, n) => fits(rest, paths[n][level]));
      if (!left.every((rest) => rest !== undefined)) continue;
      open.delete(level);
      rests = left;
      return level;
    }
    return undefined;
  };
  const takeEnd = (separator: string): boolean => {
    const first = take((rest, folder) => withoutStart(rest, folder + separator));
    if (first !== undefined) before.push([first, separator]);
    const last =
      first === undefined ? take((rest, folder) => withoutEnd(rest, separator + folder)) : undefined;
    if (last !== undefined) after.unshift([separator, last]);
    return first !== undefined || last !== undefined;
  };
  while (SEPARATORS.some(takeEnd));
  const whole = take((rest, folder) => (rest === folder ? "" : undefined));
  if (before.length + after.length === 0 && whole === undefined) return undefined;
  return {
    rests,
    write: (rest, folder) =>
      [
        ...before.map(([level, separator]) => folder(level) + separator),
        whole === undefined ? rest : folder(whole),
        ...after.map(([separator, level]) => separator + folder(level)),
      ].join(""),
  };
}

function withoutStart(text: string, start: string): string | undefined {
  return text.startsWith(start) && text.length > start.length ? text.slice(start.length) : undefined;
}

function withoutEnd(text: string, end: string): string | undefined {
  return text.endsWith(end) && text.length > end.length ? text.slice(0, -end.length) : undefined;
}
