import { areNumberedObservers, isAnatomical, isKindOfFile } from "./names.ts";
import { type Layout, parsePattern, type Role, SEPARATORS, writePattern } from "./pattern.ts";

/**
 * How names of files join a name for each role, such as "prostate_AB", so that they are a table: of two parts at least,
 * whose first and second values are at least two each. The table is full in every folder, or the names say themselves
 * which part is which: observers are numbered, or only structures have names of anatomy. What all names begin or end with
 * ("case01_AB_prostate", "prostate_AB_seg") may stand beside the table, unless it is part of a structure's name.
 *
 * @param folders names without endings, by folder
 * @param roles of the parts
 * @returns the pattern of the names; undefined for names that are no such table
 */
export function joinedPattern(
  folders: readonly (readonly string[])[],
  roles: readonly Role[],
): string | undefined {
  for (const separator of SEPARATORS) {
    for (const [before, after] of framesOf(folders.flat(), separator)) {
      const pattern = `${before}${roles.map((role) => `{${role}}`).join(separator)}${after}`;
      if (isTable(parsePattern(pattern), folders, roles)) return pattern;
    }
  }
  return undefined;
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
  for (const before of [sharedBefore(isKindOfFile), sharedBefore(mayGo)])
    for (const after of [sharedAfter(isKindOfFile), sharedAfter(mayGo)]) frames.push([before, after]);
  return frames;
}

function isTable(layout: Layout, folders: readonly (readonly string[])[], roles: readonly Role[]): boolean {
  const rows = folders.map((names) =>
    names.map((name) => {
      const found = layout.placeOf(name);
      return found === undefined ? undefined : roles.map((role) => found[role] ?? "");
    }),
  );
  const whole = rows.map((names) => names.filter((parts) => parts !== undefined));
  if (whole.some((names, n) => names.length < rows[n].length)) return false;
  return whole.every((names) => isFull(names, roles)) || saysItself(whole.flat(), roles);
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

/** Whether names of an incomplete table leave no doubt about which part is the observer. */
function saysItself(names: readonly (readonly string[])[], roles: readonly Role[]): boolean {
  const values = valuesOf(names, roles);
  const [structures, observers] = [values[roles.indexOf("structure")], values[roles.indexOf("observer")]];
  if (structures === undefined || observers === undefined || values.some(({ length }) => length < 2))
    return false;
  const isShared = observers.some((observer) => {
    const own = names.filter((parts) => parts[roles.indexOf("observer")] === observer);
    return new Set(own.map((parts) => parts[roles.indexOf("structure")])).size > 1;
  });
  if (!isShared) return false;
  return (
    areNumberedObservers(observers) ||
    (structures.every((name) => isAnatomical(name)) && !observers.some((name) => isAnatomical(name)))
  );
}

function valuesOf(names: readonly (readonly string[])[], roles: readonly Role[]): string[][] {
  return roles.map((_, n) => [...new Set(names.map((parts) => parts[n]))]);
}
