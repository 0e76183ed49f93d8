import { isConsensusName } from "../raters/methods.ts";
import { layoutOf } from "./caseLayout.ts";
import { stem } from "./foreign.ts";
import type { FullLabel } from "./fullLabel.ts";
import type { Item } from "./item.ts";
import { canonicalName, sameName, withoutCopyMark } from "./names.ts";
import type { Place } from "./pattern.ts";
import type { Policy } from "./policy.ts";
import type { UnreadFile } from "./scan.ts";
import { belowCommonFolder } from "./source.ts";

/** Files of one mask, read or not, and what is known of their places. */
export interface Placed {
  readonly items: readonly Item[];
  readonly unread: readonly UnreadFile[];
  readonly said: (place: string) => Place;
  /** Places from the folder that holds all of them on. */
  readonly below: ReadonlyMap<string, string>;
  /** Whether the user named the file itself. */
  readonly isNamed: (place: string) => boolean;
}

/** Labels of files of one mask by their place. */
export async function labelPlaces(
  { items, unread, said, below, isNamed }: Placed,
  { observers }: Policy,
  subject: string,
): Promise<ReadonlyMap<string, FullLabel>> {
  const labels = new Map<string, FullLabel>();
  const all = new Set([...items.map(({ place }) => place), ...unread.map(({ source }) => source.place)]);
  const open: string[] = [];
  for (const place of all) {
    const { structure, observer } = said(place);
    if (observer === undefined) open.push(place);
    else labels.set(place, { structure: structure ?? "", observer });
  }
  const isConsensus = (place: string): boolean =>
    observers === undefined &&
    (below.get(place) ?? place).split("/").some((part) => isConsensusName(stem(part)));
  const counted = open.filter((place) => !isConsensus(place));
  const relative = belowCommonFolder(counted);
  const drawn = new Map(items.map((item) => [item.place, item]));
  const areNamed = counted.every(isNamed);
  const isPlaced = ({ origin }: Item): boolean => origin.isUnplaced !== true;
  const arePlaced = items.some(isPlaced);
  const layout = await layoutOf(relative, areNamed, subject, (place) => {
    const item = drawn.get(counted[relative.indexOf(place)]);
    // What lies nowhere overlaps nothing that has a place, whoever drew it.
    return item === undefined || (arePlaced && !isPlaced(item)) ? undefined : item.draw().mask;
  });
  for (const [n, place] of counted.entries()) {
    const found = layout?.placeOf(relative[n]);
    labels.set(place, {
      structure: said(place).structure ?? found?.structure ?? "",
      observer: found?.observer ?? (found?.structure === undefined ? stem(place) : folderName(place)),
    });
  }
  // A consensus stands in the structure that its place says, where the layout reads it; it is left out by its name.
  for (const place of open.filter(isConsensus)) {
    const found = layout?.placeOf(below.get(place) ?? place);
    const parts = (below.get(place) ?? place).split("/").map(stem);
    const observer = parts.findLast(isConsensusName) ?? stem(place);
    labels.set(place, { structure: said(place).structure ?? found?.structure ?? "", observer });
  }
  return withoutCopies(labels, observers);
}

/** A copy's mark after a name that is there without it, "AB (1)" beside "AB", is no other observer, unless it is listed. */
function withoutCopies(
  labels: ReadonlyMap<string, FullLabel>,
  listed: readonly string[] | undefined,
): ReadonlyMap<string, FullLabel> {
  const keyOf = ({ structure, observer }: FullLabel): string =>
    JSON.stringify([canonicalName(structure), canonicalName(observer)]);
  const all = new Set(Array.from(labels.values(), keyOf));
  const isListed = (name: string): boolean => listed?.some((each) => sameName(each, name)) === true;
  return new Map(
    Array.from(labels, ([place, label]) => {
      const observer = withoutCopyMark(label.observer);
      const plain = { ...label, observer: observer ?? label.observer };
      return [place, all.has(keyOf(plain)) && !isListed(label.observer) ? plain : label];
    }),
  );
}

/** The folder of a file of one observer whose name is the structure's. */
function folderName(place: string): string {
  return place.split("/").at(-2) ?? stem(place);
}
