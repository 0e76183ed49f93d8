import { areNumberedObservers, isAnatomical, isKindOfFile } from "./names.ts";
import { type Layout, parsePattern, type Role, SEPARATORS, writePattern } from "./pattern.ts";

/** A pattern of names, and whether they leave no doubt that it is theirs. */
export interface JoinedPattern {
  readonly pattern: string;
  readonly isSure: boolean;
}

/**
 * How names of files join a name for each role, such as "prostate_AB", so that they are a table: of two parts at least,
 * whose first and second values are at least two each. The table is full in every folder, or the names say themselves
 * which part is which: observers are numbered, or only structures have names of anatomy. What all names begin or end with
 * ("case01_AB_prostate", "prostate_AB_seg") may stand beside the table, unless it is part of a structure's name.
 *
 * A table with gaps, in whose every part some names are alike, may be one as well as a list of names: then the pattern is
 * not sure.
 *
 * @param folders names without endings, by folder
 * @param roles of the parts
 * @returns the pattern of the names, if there is one
 */
export function joinedPatterns(
  folders: readonly (readonly string[])[],
  roles: readonly Role[],
): readonly JoinedPattern[] {
  const names = folders.flat();
  // Before patterns are tried, which takes long: each needs its separators in every name.
  const joints = SEPARATORS.filter((separator) =>
    names.every((name) => name.split(separator).length >= roles.length),
  );
  const tried = joints.flatMap((separator) =>
    framesOf(names, separator).map(([before, after]) => {
      const pattern = `${before}${roles.map((role) => `{${role}}`).join(separator)}${after}`;
      return { pattern, rows: partsBy(parsePattern(pattern), folders, roles) };
    }),
  );
  for (const isFound of [isTable, hasGaps]) {
    const found = tried.find(({ rows }) => isFound(rows, roles));
    if (found !== undefined) return [{ pattern: found.pattern, isSure: isFound === isTable }];
  }
  return [];
}

/** What patterns may begin and end with: what kind of files there are, and what else all names share. */
function framesOf(names: readonly string[], separator: string): (readonly [string, string])[] {
  const tokens = names.map((name) => name.split(separator));
  const most = Math.min(...tokens.map(({ length }) => length)) - 2;
  const [first] = tokens;
  const isShared = (at: number): boolean => tokens.every((each) => each.at(at) === first.at(at));
  const mayGo = (token: string): boolean => !isAnatomical(token);
  const sharedBefore = (fits: (token: string) => boolean): string => {
    let count = 0;
    while (count < most && isShared(count) && fits(first[count])) count += 1;
    return first
      .slice(0, count)
      .map((token) => writePattern(token) + separator)
      .join("");
  };
  const sharedAfter = (fits: (token: string) => boolean): string => {
    let count = 0;
    while (count < most && isShared(-1 - count) && fits(first.at(-1 - count) ?? "")) count += 1;
    return first
      .slice(first.length - count)
      .map((token) => separator + writePattern(token))
      .join("");
  };
  const frames: (readonly [string, string])[] = [];
  for (const before of new Set([sharedBefore(isKindOfFile), sharedBefore(mayGo)]))
    for (const after of new Set([sharedAfter(isKindOfFile), sharedAfter(mayGo)]))
      frames.push([before, after]);
  return frames;
}

/** The parts of all names, by folder; undefined where one does not fit. */
function partsBy(
  layout: Layout,
  folders: readonly (readonly string[])[],
  roles: readonly Role[],
): string[][][] | undefined {
  const rows = folders.map((names) =>
    names.flatMap((name) => {
      const found = layout.placeOf(name);
      return found === undefined ? [] : [roles.map((role) => found[role] ?? "")];
    }),
  );
  return rows.every(({ length }, n) => length === folders[n].length) ? rows : undefined;
}

function isTable(rows: string[][][] | undefined, roles: readonly Role[]): boolean {
  if (rows === undefined) return false;
  return rows.every((names) => isFull(names, roles)) || saysItself(rows.flat(), roles);
}

/** Whether some names are alike, and some not, in every part. */
function hasGaps(rows: string[][][] | undefined, roles: readonly Role[]): boolean {
  if (rows === undefined) return false;
  const names = [...new Map(rows.flat().map((parts) => [JSON.stringify(parts), parts])).values()];
  return valuesOf(names, roles).every((own) => own.length > 1 && own.length < names.length);
}

function isFull(names: readonly (readonly string[])[], roles: readonly Role[]): boolean {
  const values = valuesOf(names, roles);
  const areSeveral = values.every(
    (own, n) =>
      own.length > 1 ||
      (roles.length > 2 && roles[n] === "structure" && own.every((one) => isAnatomical(one))),
  );
  return areSeveral && values.reduce((product, { length }) => product * length, 1) === names.length;
}

/** Whether names of an incomplete table leave no doubt about which part is the structure, and which somebody. */
function saysItself(names: readonly (readonly string[])[], roles: readonly Role[]): boolean {
  const values = valuesOf(names, roles);
  const at = roles.indexOf("structure");
  if (at < 0 || values.some(({ length }) => length < 2)) return false;
  const others = [...roles.keys()].filter((n) => n !== at);
  const isShared = (n: number): boolean =>
    values[n].some(
      (value) => new Set(names.filter((row) => row[n] === value).map((row) => row[at])).size > 1,
    );
  if (!others.every(isShared)) return false;
  const observers = values[roles.indexOf("observer")];
  return (
    (observers !== undefined && areNumberedObservers(observers)) ||
    (values[at].every((name) => isAnatomical(name)) &&
      !others.some((n) => values[n].some((name) => isAnatomical(name))))
  );
}

function valuesOf(names: readonly (readonly string[])[], roles: readonly Role[]): string[][] {
  return roles.map((_, n) => [...new Set(names.map((parts) => parts[n]))]);
}
