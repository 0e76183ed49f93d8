import { isConsensusName } from "../raters/methods.ts";
import { SoftdiceError } from "../core/errors.ts";
import { type ContourItems, contourItems } from "./contours.ts";
import { decide } from "./evidence.ts";
import { stem } from "./foreign.ts";
import type { Item } from "./item.ts";
import { couldBeObserver, canonicalName, parseBracket, sameName, withoutCopyMark } from "./names.ts";
import { labelNamed, NOT_MAPPED } from "./observers.ts";
import type { Layout, Place } from "./pattern.ts";
import type { LabelClass, Policy } from "./policy.ts";
import { unionOf } from "../image/part.ts";
import { readingsOf, readingsOfPatients } from "./readings.ts";
import { lookUp, namesFiles, observerIn, type RoiMapping } from "./rois.ts";
import type { Scan, UnreadFile } from "./scan.ts";
import { belowCommonFolder } from "./source.ts";
import type { FoundMask, VolumeFile } from "./volumes.ts";

/** Whose delineation of which structure. */
export interface FullLabel {
  readonly structure: string;
  readonly observer: string;
}

/** A file that cannot be used, and whose it was, as far as its place says. */
export interface UnreadItem {
  readonly input: string;
  readonly label: FullLabel | undefined;
  readonly error: SoftdiceError;
  /** Whether it stands for a file that is elsewhere. */
  readonly isMissing: boolean;
}

/** All items of a case with their labels. */
export interface Labelled {
  /** A text for an item that is left out: why. */
  readonly items: readonly { readonly item: Item; readonly label: FullLabel | string }[];
  readonly unread: readonly UnreadItem[];
  /** Labels of label maps. */
  readonly labels: readonly number[];
}

/**
 * Finds out whose delineation of which structure each item is: items with names of their own by these, files of one mask by
 * their place.
 *
 * @param saidOf what a layout of the study says of a place
 * @param own the user's pattern for places within the case
 * @throws SoftdiceError where names and masks leave two readings, and for a file that cannot be read and could have held
 * any structure
 */
export async function labelItems(
  found: Scan,
  saidOf: (place: string) => Place,
  own: Layout | undefined,
  policy: Policy,
  subject: string,
): Promise<Labelled> {
  const files = found.volumes.filter((file): file is VolumeFile => "masks" in file);
  const unread = [
    ...found.volumes.filter((file): file is UnreadFile => "error" in file),
    ...files.filter(({ masks, maps }) => masks.length === 0 && maps.length > 0).map(mapAsMask),
  ];
  const below = placesBelow([...files, ...unread].map(({ source }) => source.place));
  const said = (place: string): Place => {
    const byPattern = own?.placeOf(below.get(place) ?? place);
    return { ...saidOf(place), ...byPattern };
  };
  const { labels, items } = volumeItems(files, said, policy);
  const contours = tryContours(() => contourItems(found.objects, found.sources, said, policy));
  if (policy.rois !== undefined && namesFiles(policy.rois)) {
    const all = [...items, ...contours.items];
    return { ...labelledByFile(all, unread, contours.problems, policy.rois), labels };
  }
  const named = [
    ...items.filter(({ name, origin }) => name !== undefined && origin.kind !== "label"),
    ...contours.items,
  ];
  const placed = items.filter(({ name, origin }) => name === undefined || origin.kind === "label");
  const asNamed = haveBrackets(placed.filter(({ origin }) => origin.kind === "volume"));
  const byName = asNamed ? [...placed.map((item) => ({ ...item, name: stem(item.place) })), ...named] : named;
  const namedSelves = new Set(files.filter(({ source }) => source.isNamed).map(({ source }) => source.place));
  const placeLabels = await labelPlaces(
    { items: asNamed ? [] : placed, unread, said, below, isNamed: (place) => namedSelves.has(place) },
    policy,
    subject,
  );
  const nameLabels = labelNamed(byName, policy.rois, policy.observers);
  const others = unread.map(({ source, error, isPointer }): UnreadItem => {
    const label = placeLabels.get(source.place);
    // A file without a place among others with names of their own could have held a mask of every structure.
    const areSeveral = byName.length > 0 || labels.length > 1;
    if (!isPointer && areSeveral && said(source.place).structure === undefined) throw error;
    return { input: source.name, label, error, isMissing: isPointer };
  });
  return {
    items: [
      ...(asNamed ? [] : placed).map((item) => ({
        item,
        label: withLabel(item, placeLabels.get(item.place), policy),
      })),
      ...byName.map((item, n) => ({ item, label: completed(nameLabels[n], item) })),
    ],
    unread: [...others, ...contours.problems.map(missing)],
    labels,
  };
}

/** Labels by a mapping that says files: what it does not name is left out, and what cannot be read is missing. */
function labelledByFile(
  items: readonly Item[],
  unread: readonly UnreadFile[],
  problems: readonly SoftdiceError[],
  rois: RoiMapping,
): Omit<Labelled, "labels"> {
  const labelOf = (input: string, name: string): FullLabel | undefined => {
    const found = lookUp(rois, name, input);
    return found && { structure: found.structure, observer: found.observer ?? observerIn(name) };
  };
  return {
    items: items.map((item) => ({ item, label: labelOf(item.input, item.name ?? "") ?? NOT_MAPPED })),
    unread: [
      ...unread.map(({ source, error, isPointer }): UnreadItem => {
        const label = labelOf(source.name, "");
        return { input: source.name, label, error, isMissing: isPointer || label === undefined };
      }),
      ...problems.map(missing),
    ],
  };
}

function missing(error: SoftdiceError): UnreadItem {
  return { input: error.subject, label: undefined, error, isMissing: true };
}

/** Contours that fit nothing are a problem of theirs: files of volumes beside them go on. */
function tryContours(read: () => ContourItems): ContourItems {
  try {
    const found = read();
    return {
      ...found,
      problems: found.problems.filter((problem) => !found.items.some(({ failure }) => failure === problem)),
    };
  } catch (error) {
    if (!(error instanceof SoftdiceError)) throw error;
    return { items: [], remarks: [], problems: [error] };
  }
}

function mapAsMask({ source, maps }: VolumeFile): UnreadFile {
  const odd = maps[0].data.find((value) => value > 0 && value < 1) ?? 0;
  const error = new SoftdiceError({
    subject: source.name,
    problem: `holds ${Number(odd.toPrecision(6))}`,
    expected: "a mask of 0 and one other value",
    remedy: "threshold it first, for instance with softdice threshold",
  });
  return { source, error, isPointer: false };
}

/** Places from the folder that holds all of them on, by the place. */
function placesBelow(places: readonly string[]): ReadonlyMap<string, string> {
  const below = belowCommonFolder(places);
  return new Map(places.map((place, n) => [place, below[n]]));
}

/** The masks of files of volumes as items; each label of label maps is one. */
function volumeItems(
  files: readonly VolumeFile[],
  said: (place: string) => Place,
  { labels: wanted, labelClasses: classes }: Policy,
): { readonly labels: readonly number[]; readonly items: readonly Item[] } {
  const met = new Set(files.flatMap(({ masks }) => masks.flatMap(({ labels }) => labels)));
  const all = [...met].sort((a, b) => a - b);
  const areLabelMaps =
    wanted !== undefined || files.some(({ masks }) => masks.some(({ labels }) => labels.length > 1));
  const items = files.flatMap(({ source, masks }) => {
    const ofClass = (mask: FoundMask, { name, labels }: LabelClass): Item => ({
      ...make(mask, labels[0]),
      name,
      draw: () => ({ mask: unionOf(labels.map((label) => mask.part(label))), notes: [], failure: undefined }),
    });
    const make = (mask: FoundMask, label?: number): Item => ({
      input: source.name,
      place: source.place,
      name: label === undefined ? mask.name : `label ${label}`,
      said:
        label !== undefined && mask.name !== undefined
          ? { observer: mask.name, ...said(source.place) }
          : said(source.place),
      origin: { kind: label === undefined ? "volume" : "label" },
      hasArea: true,
      failure: undefined,
      contoursMm: mask.contoursMm,
      draw: () => ({ mask: mask.part(label), notes: [], failure: undefined }),
    });
    return masks.flatMap((mask) => {
      if (classes !== undefined && (mask.name === undefined || mask.labels.length > 1))
        return classes.map((one) => ofClass(mask, one));
      if (!areLabelMaps || (mask.name !== undefined && mask.labels.length < 2)) return [make(mask)];
      // Of a label that an image does not hold its observer marked nothing, asked for or not.
      return (wanted ?? all).map((label) => make(mask, label));
    });
  });
  return { labels: all, items };
}

/** Whether names of files say observers in brackets, as those that are converted from contours do. */
function haveBrackets(items: readonly Item[]): boolean {
  const observers = new Map<string, Set<string>>();
  for (const { place, said } of items) {
    const { structure, bracket } = parseBracket(stem(place));
    if (bracket === undefined || said.observer !== undefined || !couldBeObserver(bracket)) continue;
    const key = canonicalName(structure);
    observers.set(key, (observers.get(key) ?? new Set()).add(canonicalName(bracket)));
  }
  return [...observers.values()].some(({ size }) => size > 1);
}

/** Files of one mask, read or not, and what is known of their places. */
interface Placed {
  readonly items: readonly Item[];
  readonly unread: readonly UnreadFile[];
  readonly said: (place: string) => Place;
  /** Places from the folder that holds all of them on. */
  readonly below: ReadonlyMap<string, string>;
  /** Whether the user named the file itself. */
  readonly isNamed: (place: string) => boolean;
}

/** Labels of files of one mask by their place. */
async function labelPlaces(
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
  const layout = await layoutOf(relative, areNamed, subject, (place) => {
    const item = drawn.get(counted[relative.indexOf(place)]);
    return item?.draw().mask;
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

async function layoutOf(
  places: readonly string[],
  areNamed: boolean,
  subject: string,
  look: (place: string) => ReturnType<Item["draw"]>["mask"],
): Promise<Layout | undefined> {
  if (places.length < 2) return undefined;
  const readings = [...readingsOf(places, "case"), ...readingsOfPatients(places)];
  // Whoever names masks one by one says that they are observers' of one structure.
  if (areNamed && readings.length === 1) return readings[0];
  const found = await decide(readings, places, (place) => Promise.resolve(look(place)), subject, optionFor);
  if (found?.roles.has("patient") === true) throw severalPatients(subject, found);
  if (found !== undefined) return found;
  throw new SoftdiceError({
    subject,
    problem: `holds files whose names tell no observers apart, such as ${places.slice(0, 3).join(", ")}`,
    expected: "names of observers in names of files or folders",
    remedy: 'say where they stand with --pattern, such as --pattern "{observer}/{structure}"',
  });
}

/** How the user says that a reading is meant. */
function optionFor({ pattern, roles }: Layout): string {
  return `${roles.has("patient") ? "--study and " : ""}--pattern "${pattern}"`;
}

function severalPatients(subject: string, { pattern }: Layout): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: `holds files of several patients, read as ${pattern}`,
    expected: "files of one patient",
    remedy: "give their folder with --study, or say otherwise with --pattern",
  });
}

function withLabel(
  item: Item,
  label: FullLabel | undefined,
  { rois, labelClasses }: Policy,
): FullLabel | string {
  const { structure, observer } = label ?? { structure: "", observer: stem(item.place) };
  if (labelClasses !== undefined && item.origin.kind === "label")
    return { structure: item.name ?? "", observer };
  const mapped = rois === undefined || structure === "" ? undefined : lookUp(rois, structure);
  if (rois !== undefined && mapped === undefined && structure !== "") return "is not in the mapping of names";
  const whole = mapped?.structure ?? structure;
  if (item.origin.kind !== "label") return { structure: whole, observer: mapped?.observer ?? observer };
  return { structure: [whole, item.name ?? ""].filter((part) => part !== "").join(" "), observer };
}

function completed(label: ReturnType<typeof labelNamed>[number], { input }: Item): FullLabel | string {
  if (typeof label === "string") return label;
  return { structure: label.structure, observer: label.observer ?? input };
}
