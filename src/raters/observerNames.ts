import { checkArray, checkSameLength, checkText } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";

/**
 * The names of R observers: those that are given, or "1", "2", ….
 * @throws SoftdiceError for another number of names, and for a name that two observers have
 */
export function observerNames(names: readonly string[] | undefined, count: number): readonly string[] {
  if (names === undefined) return Array.from({ length: count }, (_, k) => String(k + 1));
  checkArray("names", names, "one text an observer");
  checkSameLength("names", { length: names.length }, "raters", { length: count });
  names.forEach((name, k) => checkText(`names[${k}]`, name));
  const twice = names.findIndex((name, k) => names.indexOf(name) < k);
  if (twice < 0) return names;
  throw new SoftdiceError({
    subject: `names[${twice}]`,
    problem: `is "${names[twice]}", as that of an observer before it`,
    expected: "a name of its own for every observer",
    remedy: "tell the observers apart",
  });
}
