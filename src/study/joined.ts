import { areNumberedObservers, isAnatomical } from "./names.ts";
import type { Role } from "./pattern.ts";

/** What joins parts of names, in the order in which it is tried. */
const SEPARATORS = ["_", "-", " ", "."] as const;

/**
 * By what names of files are joined from a name for each role, such as "prostate_AB", so that they are a table: of two parts
 * at least, whose first and second values are at least two each. The table is full in every folder, or the names say
 * themselves which part is which: observers are numbered, or only structures have names of anatomy. Names are split at the
 * first separators.
 *
 * @param folders names without endings, by folder
 * @param roles of the parts
 * @returns undefined for names that are no such table
 */
export function separatorOf(
  folders: readonly (readonly string[])[],
  roles: readonly Role[],
): string | undefined {
  return SEPARATORS.find((separator) => {
    const rows = folders.map((names) => names.map((name) => split(name, separator, roles.length)));
    const whole = rows.map((names) => names.filter((parts) => parts !== undefined));
    if (whole.some((names, n) => names.length < rows[n].length)) return false;
    return whole.every((names) => isFull(names, roles)) || saysItself(whole.flat(), roles);
  });
}

/** The parts of a name, none of them empty; undefined where there are fewer. */
function split(name: string, separator: string, count: number): string[] | undefined {
  const parts = name.split(separator);
  if (parts.length < count) return undefined;
  const all = [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
  return all.includes("") ? undefined : all;
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
