import { describeGridDifference } from "../image/compare.ts";
import { maskOnGrid, type PlacedPart } from "../image/part.ts";
import { coincide } from "../image/place.ts";
import type { Layout } from "./pattern.ts";
import { groupsOf, patientsOf } from "./readings.ts";
import { SeveralReadings } from "./severalReadings.ts";

/** Gives the mask at a place, or undefined for a file that holds no single mask. */
export type Look = (place: string) => Promise<PlacedPart | undefined>;

/** Masks that are looked at to tell readings apart; the others are of the same layout. */
const MOST_LOOKED_AT = 48;
/** A reading whose observers overlap less than this part of the best reading's does not fit. */
const FITS = 0.5;

/**
 * Of several readings of the same places the one that the masks themselves allow: one patient's masks lie on one grid, and
 * observers of one structure overlap.
 *
 * @param readings in the documented order
 * @param subject what errors name: the folder
 * @param option how the user says that a reading is meant
 * @returns undefined for no reading
 * @throws SeveralReadings that names the patterns where more than one still fits, and where nobody marked what another did
 */
export async function decide(
  readings: readonly Layout[],
  places: readonly string[],
  look: Look,
  subject: string,
  option: (reading: Layout) => string = ({ pattern }) => `--pattern "${pattern}"`,
): Promise<Layout | undefined> {
  if (readings.length === 0) return undefined;
  const sample = sampleOf(places);
  const masks = new Map<string, PlacedPart>();
  for (const place of sample) {
    const mask = await look(place);
    if (mask !== undefined) masks.set(place, mask);
  }
  const known = sample.filter((place) => masks.has(place));
  const at = (place: string): PlacedPart => masks.get(place)!;
  const chosen = (reading: Layout): Layout => {
    requireOverlap(reading, groupsOf(reading, known) ?? [], at, subject, option);
    return reading;
  };
  if (readings.length === 1) return chosen(readings[0]);
  const onOneGrid = readings.map((layout) =>
    patientsOf(layout, known).every((patient) =>
      patient.every((place) => describeGridDifference(at(patient[0]).grid, at(place).grid) === undefined),
    ),
  );
  const overlaps = readings.map((layout) =>
    meanDice((groupsOf(layout, known) ?? []).map((group) => group.map(at))),
  );
  const best = Math.max(...overlaps);
  const overlapping = readings.filter((_, n) => overlaps[n] > 0 && overlaps[n] >= FITS * best);
  const onGrids = overlapping.filter((layout) => onOneGrid[readings.indexOf(layout)]);
  const left = onGrids.length > 0 ? onGrids : overlapping;
  if (left.length === 1) return chosen(left[0]);
  const fit = left.length > 1 ? left : readings;
  const patterns = fit.map(({ pattern }) => pattern);
  throw new SeveralReadings(
    {
      subject,
      problem: `can be read as ${patterns.join(" or as ")}`,
      expected: "names, grids or an overlap of masks that leave one reading",
      remedy: `say which with ${fit.map(option).join(" or ")}`,
    },
    patterns,
  );
}

/**
 * Observers of one structure mark the same place. That nobody marks what another does, or that two or more do here and two
 * or more elsewhere, speaks for different structures; one who is alone somewhere is an observer all the same.
 * @throws SeveralReadings that names two such masks
 */
function requireOverlap(
  reading: Layout,
  groups: readonly (readonly string[])[],
  at: (place: string) => PlacedPart,
  subject: string,
  option: (reading: Layout) => string,
): void {
  const marking = groups.map((group) => group.filter((place) => at(place).data.some((value) => value !== 0)));
  const refuse = (why: string): SeveralReadings =>
    new SeveralReadings(
      {
        subject,
        problem: `would be read as ${reading.pattern}, but ${why}`,
        expected: "observers of one structure, who mark the same place",
        remedy: `say what names of files and folders are with --pattern, ${option(reading)} if they are observers all the same`,
      },
      [reading.pattern],
    );
  const apart = firstApart(marking, at);
  if (apart !== undefined) throw refuse(`no two such masks overlap, such as ${apart.join(" and ")}`);
  const clusters = marking.map((group) => clustersOf(group, at)).find(({ length }) => length > 1);
  if (clusters === undefined) return;
  const [here, there] = clusters.map((cluster) => cluster.slice(0, 2).join(" and "));
  throw refuse(`${here} overlap each other and none of ${there}, which do too`);
}

/** Clusters of two masks or more that overlap each other, directly or through others, and none of another cluster. */
function clustersOf(group: readonly string[], at: (place: string) => PlacedPart): string[][] {
  let clusters: string[][] = [];
  for (const place of group) {
    const isNear = (other: string): boolean =>
      !coincide(at(place).grid, at(other).grid) || doOverlap(at(other), at(place));
    const near = clusters.filter((cluster) => cluster.some(isNear));
    clusters = [...clusters.filter((cluster) => !near.includes(cluster)), [...near.flat(), place]];
  }
  return clusters.filter(({ length }) => length > 1);
}

/** Places of whole first folders, as many as are looked at to tell readings apart. */
export function sampleOf(places: readonly string[]): string[] {
  const sorted = [...places].sort();
  if (sorted.length <= MOST_LOOKED_AT) return sorted;
  const tops = [...new Set(sorted.map((place) => place.split("/")[0]))];
  const each = Math.max(2, Math.floor(MOST_LOOKED_AT / Math.min(tops.length, 4)));
  return tops
    .slice(0, 4)
    .flatMap((top) => sorted.filter((place) => place.split("/")[0] === top).slice(0, each));
}

/** The mean Dice of all pairs of masks within the groups; grids that do not fit together give 0. */
function meanDice(groups: readonly (readonly PlacedPart[])[]): number {
  const values = groups.flatMap((group) =>
    group.flatMap((a, n) => group.slice(n + 1).map((b) => diceOf(a, b))),
  );
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function diceOf(a: PlacedPart, b: PlacedPart): number {
  const [first, second] = [marked(a), marked(b)];
  if (first === 0 || second === 0 || !coincide(b.grid, a.grid)) return 0;
  const moved = maskOnGrid(b, a.grid, "nearest");
  return (2 * commonVoxels(a, moved)) / (first + second);
}

/** Two places of one group, where no two masks of any group overlap; undefined where some do, or there are none. */
function firstApart(
  groups: readonly (readonly string[])[],
  at: (place: string) => PlacedPart,
): readonly string[] | undefined {
  const pairs = groups.flatMap((group) =>
    group.flatMap((a, n) => group.slice(n + 1).map((b) => [a, b] as const)),
  );
  // Masks on grids that do not fit together fail for that.
  const comparable = pairs.filter(([a, b]) => coincide(at(b).grid, at(a).grid));
  return comparable.some(([a, b]) => doOverlap(at(a), at(b))) ? undefined : comparable[0];
}

/** Whether two masks on grids that fit together share a voxel. */
function doOverlap(a: PlacedPart, b: PlacedPart): boolean {
  if (!coincide(b.grid, a.grid)) return false;
  const isSameGrid = describeGridDifference(a.grid, b.grid) === undefined;
  return commonVoxels(a, isSameGrid ? b : maskOnGrid(b, a.grid, "nearest"), 1) > 0;
}

function marked({ data }: PlacedPart): number {
  let voxels = 0;
  for (let i = 0; i < data.length; i++) voxels += data[i];
  return voxels;
}

/** Voxels that two masks on one grid share. @param enough after which no more are counted */
export function commonVoxels(a: PlacedPart, b: PlacedPart, enough: number = Infinity): number {
  const [nx, ny] = [a.box.end[0] - a.box.start[0], a.box.end[1] - a.box.start[1]];
  const [mx, my] = [b.box.end[0] - b.box.start[0], b.box.end[1] - b.box.start[1]];
  const low = a.box.start.map((value, axis) => Math.max(value, b.box.start[axis]));
  const high = a.box.end.map((value, axis) => Math.min(value, b.box.end[axis]));
  let common = 0;
  for (let k = low[2]; k < high[2]; k++) {
    for (let j = low[1]; j < high[1]; j++) {
      const rowA = nx * (j - a.box.start[1] + ny * (k - a.box.start[2])) - a.box.start[0];
      const rowB = mx * (j - b.box.start[1] + my * (k - b.box.start[2])) - b.box.start[0];
      for (let i = low[0]; i < high[0]; i++) common += a.data[rowA + i] & b.data[rowB + i];
      if (common >= enough) return common;
    }
  }
  return common;
}
