import { SoftdiceError } from "../core/errors.ts";
import { stem } from "./foreign.ts";
import type { Item } from "./item.ts";
import { areModalities, canonicalName, couldBeObserver, parseBracket } from "./names.ts";
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
 *   one structure so, and files do not repeat each other's. A name without a bracket, in one of several files of one
 *   observer each, is that observer's.
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
  const bracketOf = observersInBrackets(items, isListed, files);
  const areObservers = items.some((item) => bracketOf(item) !== undefined);
  const ownerOf = ownersOfFiles(items, bracketOf);
  const count = new Set(items.map(({ input }) => input)).size;
  return items.map((item) => {
    const { said, name = "", input } = item;
    if (said.observer !== undefined) return { structure: structureOf(item, name), observer: said.observer };
    const observer = bracketOf(item);
    if (observer !== undefined)
      return { structure: said.structure ?? parseBracket(name).structure, observer };
    if (isListed.has(canonicalName(name))) return { structure: said.structure ?? "", observer: name.trim() };
    if (areObservers) {
      const owner = ownerOf(input);
      return owner === undefined ? NO_OBSERVER : { structure: structureOf(item, name), observer: owner };
    }
    if (count === 1 && item.origin.kind === "volume")
      return { structure: said.structure ?? "", observer: name.trim() };
    return { structure: structureOf(item, name), observer: files.get(input) };
  });
}

/** The one observer whom the brackets of a file name, of several files; undefined for files of several and of none. */
function ownersOfFiles(
  items: readonly Item[],
  bracketOf: (item: Item) => string | undefined,
): (input: string) => string | undefined {
  const owners = new Map<string, Map<string, string>>();
  for (const item of items) {
    const own = owners.get(item.input) ?? new Map<string, string>();
    const observer = bracketOf(item);
    if (observer !== undefined) own.set(canonicalName(observer), observer);
    owners.set(item.input, own);
  }
  return (input) => {
    const own = [...(owners.get(input)?.values() ?? [])];
    return owners.size > 1 && own.length === 1 ? own[0] : undefined;
  };
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
 * What brackets in names of items say of their observers: some structure has two that could be. Where files repeat each
 * other's names, brackets may as well be parts of structures, "PTV (X)", that each file's observer drew; where all of a
 * structure's are kinds of images, they are no observers.
 *
 * @param listed canonical names that the user lists as observers
 * @throws SoftdiceError where both readings fit and the list does not tell
 */
function observersInBrackets(
  items: readonly Item[],
  listed: ReadonlySet<string>,
  files: ReadonlyMap<string, string>,
): (item: Item) => string | undefined {
  const observers = new Map<string, Set<string>>();
  const holders = new Map<string, Set<string>>();
  for (const item of items) {
    const { structure, bracket } = parseBracket(item.name ?? "");
    if (bracket === undefined || item.said.observer !== undefined || !mayBe(bracket, listed)) continue;
    const key = canonicalName(structure);
    observers.set(key, (observers.get(key) ?? new Set()).add(canonicalName(bracket)));
    const pair = canonicalName(`${structure} (${bracket})`);
    holders.set(pair, (holders.get(pair) ?? new Set()).add(item.input));
  }
  const areObservers = (names: ReadonlySet<string> | undefined): boolean =>
    names !== undefined && (!areModalities([...names]) || [...names].some((name) => listed.has(name)));
  const bracketOf = ({ name = "", said }: Item): string | undefined => {
    const { structure, bracket } = parseBracket(name);
    if (bracket === undefined || said.observer !== undefined || !mayBe(bracket, listed)) return undefined;
    return areObservers(observers.get(canonicalName(structure))) ? bracket : undefined;
  };
  if (![...observers.values()].some((names) => names.size > 1 && areObservers(names))) return () => undefined;
  const repeated = [...holders].filter(([, inputs]) => inputs.size > 1).map(([pair]) => pair);
  if (repeated.length === 0 || holdsNumbered(items)) return bracketOf;
  const brackets = new Set([...observers.values()].flatMap((names) => [...names]));
  if ([...listed].some((name) => brackets.has(name))) return bracketOf;
  if ([...listed].some((name) => [...files.values()].map(canonicalName).includes(name)))
    return () => undefined;
  const [example] = repeated;
  throw new SoftdiceError({
    subject: [...files.keys()].slice(0, 3).join(", "),
    problem: `hold names such as "${example}" more than once, whose brackets may be observers or parts of structures`,
    expected: "names that leave one reading",
    remedy: "list the observers with --observers, by bracket or by file, or map the names with --rois",
  });
}

function mayBe(bracket: string, listed: ReadonlySet<string>): boolean {
  return couldBeObserver(bracket) || listed.has(canonicalName(bracket));
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
