import { SoftdiceError } from "../core/errors.ts";
import { haveBrackets } from "./brackets.ts";
import { type ContourItems, contourItems } from "./contours.ts";
import { stem } from "./foreign.ts";
import type { FullLabel } from "./fullLabel.ts";
import type { Item } from "./item.ts";
import { labelNamed, NOT_MAPPED } from "./observers.ts";
import type { Layout, Place } from "./pattern.ts";
import { labelPlaces } from "./placeLabels.ts";
import type { Policy } from "./policy.ts";
import { lookUp, namesFiles, observerIn, type RoiMapping } from "./rois.ts";
import type { Scan, UnreadFile } from "./scan.ts";
import { belowCommonFolder } from "./source.ts";
import { volumeItems } from "./volumeItems.ts";
import type { VolumeFile } from "./volumes.ts";

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
  const isFit = (place: string): boolean =>
    own === undefined || own.placeOf(below.get(place) ?? place) !== undefined;
  if (own !== undefined && ![...below.keys(), ...contours.items.map(({ place }) => place)].some(isFit))
    throw fitsNothing(own, subject);
  if (policy.rois !== undefined && namesFiles(policy.rois)) {
    const all = [...items, ...contours.items];
    return { ...labelledByFile(all, unread, contours.problems, policy.rois), labels };
  }
  const named = [
    ...items.filter(({ name, origin }) => name !== undefined && origin.kind !== "label"),
    ...contours.items,
  ];
  const ofPlaces = items.filter(({ name, origin }) => name === undefined || origin.kind === "label");
  const placed = ofPlaces.filter(({ place }) => isFit(place));
  const unfit = ofPlaces.filter(({ place }) => !isFit(place));
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
      ...unfit.map((item) => ({ item, label: UNFIT })),
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
  const inputs = new Set([...items.map(({ input }) => input), ...unread.map(({ source }) => source.name)]);
  const labelOf = (input: string, name: string): FullLabel | undefined => {
    const found = lookUp(ownOf(rois, input, inputs), name, input);
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

/** The mapping without what it says of other files: a path that a file has says nothing of a path that ends like it. */
function ownOf(rois: RoiMapping, input: string, inputs: ReadonlySet<string>): RoiMapping {
  return rois.map(({ structure, delineations }) => ({
    structure,
    delineations: delineations.filter(
      ({ file }) => file === undefined || file === input || !inputs.has(file),
    ),
  }));
}

/** Why a file of one mask that the user's pattern does not explain is left out. */
const UNFIT = "does not fit the pattern";

function fitsNothing({ pattern }: Layout, subject: string): SoftdiceError {
  return new SoftdiceError({
    subject: "pattern",
    problem: `"${pattern}" fits nothing in ${subject}`,
    expected: "places of files below the folder that holds all of them",
    remedy: "see them with --dry-run, and correct the pattern",
  });
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
