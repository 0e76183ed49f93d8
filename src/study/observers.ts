import { SoftdiceError } from "../core/errors.ts";
import { stem } from "./foreign.ts";
import type { Item } from "./item.ts";
import { canonicalName, couldBeObserver, parseBracket } from "./names.ts";
import { lookUp, observerIn, type RoiMapping } from "./rois.ts";

/** Whose delineation of which structure an item is; `observer` undefined where nothing says it. */
export interface Label {
  readonly structure: string;
  readonly observer: string | undefined;
}

/** Why a named item says nothing of its observer. */
export const NO_OBSERVER = "names no observer, where others do so in brackets";
/** Why an item that a mapping does not hold is left out. */
export const NOT_MAPPED = "is not in the mapping of names";

/**
 * Structures and observers of items with names of their own: ROIs, segments, labels, images of a file.
 *
 * - What the user's pattern says of a file holds.
 * - A mapping of names says structures, and observers where it names them or a file holds several of one structure.
 * - "Prostate (User3)" is User3's prostate where brackets name observers: where at least two that could be observers mark
 *   one structure so, and files do not repeat each other's.
 * - Else, of several files, the file is the observer; where files have the same names, its folder.
 * - Of one file of images or segments, each is an observer of the one structure; of one file of contours, nothing says
 *   observers, and its structures have one, the file.
 *
 * @param listed names that the user lists as observers: of ROIs without one in brackets, they are the observers
 * @returns parallel to `items`; a text for an item that is left out, and why
 */
export function labelNamed(
  items: readonly Item[],
  mapping: RoiMapping | undefined,
  listed: readonly string[] | undefined,
): (Label | string)[] {
  const files = fileObservers(items);
  if (mapping !== undefined) return labelMapped(items, mapping, files);
  const isListed = new Set((listed ?? []).map(canonicalName));
  const areObservers = bracketsAreObservers(items, isListed, files);
  const count = new Set(items.map(({ input }) => input)).size;
  return items.map((item) => {
    const { said, name = "", input } = item;
    if (said.observer !== undefined) return { structure: structureOf(item, name), observer: said.observer };
    const named = parseBracket(name);
    const isObserver = areObservers && named.bracket !== undefined && couldBeObserver(named.bracket);
    if (isObserver) return { structure: said.structure ?? named.structure, observer: named.bracket };
    if (isListed.has(canonicalName(name))) return { structure: said.structure ?? "", observer: name.trim() };
    if (areObservers) return NO_OBSERVER;
    if (count === 1 && item.origin.kind === "volume")
      return { structure: said.structure ?? "", observer: name.trim() };
    return { structure: structureOf(item, name), observer: files.get(input) };
  });
}

/** A file's structure that the pattern says; of several delineations in it, each has its own name. */
function structureOf({ said, origin }: Item, name: string): string {
  if (origin.kind !== "label") return said.structure ?? name.trim();
  return [said.structure ?? "", name].filter((part) => part !== "").join(" ");
}

function labelMapped(
  items: readonly Item[],
  mapping: RoiMapping,
  files: ReadonlyMap<string, string>,
): (Label | string)[] {
  const found = items.map(({ name = "" }) => lookUp(mapping, name));
  const ofFile = (n: number): string => JSON.stringify([items[n].input, found[n]?.structure]);
  const names = new Map<string, Set<string>>();
  for (const [n, { name = "" }] of items.entries()) {
    if (found[n] !== undefined)
      names.set(ofFile(n), (names.get(ofFile(n)) ?? new Set()).add(canonicalName(name)));
  }
  const severalInOne = [...names.values()].some(({ size }) => size > 1);
  const severalFiles =
    new Set(items.filter((_, n) => found[n] !== undefined).map(({ input }) => input)).size > 1;
  return items.map(({ said, name = "", input }, n) => {
    const mapped = found[n];
    if (mapped === undefined) return NOT_MAPPED;
    const byFile = severalFiles && !severalInOne ? files.get(input) : undefined;
    return {
      structure: mapped.structure,
      observer: said.observer ?? mapped.observer ?? byFile ?? observerIn(name),
    };
  });
}

/**
 * Whether brackets in names of items are their observers: some structure has two that could be. Where every file repeats the
 * same, they may as well be parts of structures, "PTV (boost)", that each file's observer drew.
 *
 * @param listed canonical names that the user lists as observers
 * @throws SoftdiceError where both readings fit and the list does not tell
 */
function bracketsAreObservers(
  items: readonly Item[],
  listed: ReadonlySet<string>,
  files: ReadonlyMap<string, string>,
): boolean {
  const observers = new Map<string, Set<string>>();
  const holders = new Map<string, Set<string>>();
  const brackets = new Set<string>();
  for (const { name = "", input, said } of items) {
    const { structure, bracket } = parseBracket(name);
    if (bracket === undefined || said.observer !== undefined || !couldBeObserver(bracket)) continue;
    brackets.add(canonicalName(bracket));
    const key = canonicalName(structure);
    observers.set(key, (observers.get(key) ?? new Set()).add(canonicalName(bracket)));
    const pair = canonicalName(`${structure} (${bracket})`);
    holders.set(pair, (holders.get(pair) ?? new Set()).add(input));
  }
  if (![...observers.values()].some(({ size }) => size > 1)) return false;
  const isRepeated = files.size > 1 && [...holders.values()].every(({ size }) => size === files.size);
  if (!isRepeated || holdsNumbered(items)) return true;
  if ([...listed].some((name) => brackets.has(name))) return true;
  if ([...listed].some((name) => [...files.values()].map(canonicalName).includes(name))) return false;
  const [example] = [...holders.keys()];
  throw new SoftdiceError({
    subject: [...files.keys()].slice(0, 3).join(", "),
    problem: `all hold names such as "${example}", whose brackets may be observers or parts of structures`,
    expected: "names that leave one reading",
    remedy: "list the observers with --observers, by bracket or by file, or map the names with --rois",
  });
}

/** Whether any bracket names an observer beyond doubt, as studies number them: structure sets of them repeat each other. */
function holdsNumbered(items: readonly Item[]): boolean {
  return items.some(({ name = "" }) =>
    /^(?:user|observer|obs|rater|reader|expert|physician)[-_ ]?\w{1,3}$/iu.test(
      parseBracket(name).bracket ?? "",
    ),
  );
}

/** Names of observers by file: its name, or its folder, or both, whatever tells them apart. */
export function fileObservers(items: readonly Item[]): ReadonlyMap<string, string> {
  const places = new Map(items.map(({ input, place }) => [input, place]));
  const pick = [
    (place: string) => stem(place),
    (place: string) => place.split("/").at(-2) ?? "",
    (place: string) => place.split("/").slice(-3, -1).join("/"),
  ].find((name) => {
    const names = Array.from(places.values(), (place) => canonicalName(name(place)));
    return new Set(names).size === places.size && !names.includes("");
  });
  return new Map(Array.from(places, ([input, place]) => [input, pick?.(place) ?? input]));
}
