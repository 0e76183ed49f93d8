import { SoftdiceError } from "../core/errors.ts";
import type { Choice } from "../formats/dicom/choose.ts";
import type { ImageReference } from "../formats/dicom/reference.ts";
import { describeGridDifference } from "../image/compare.ts";
import { coveringGrid } from "../image/cover.ts";
import { type Grid, voxelCount, voxelVolumeMl } from "../image/grid.ts";
import { coincide } from "../image/place.ts";
import { boxShape, maskOnGrid, place, type PlacedPart, unionOf } from "../image/part.ts";
import type { Interpolation } from "../image/resample.ts";
import { VoteMap } from "../raters/voteMap.ts";
import { checkVoxels } from "./limits.ts";
import type { Origin } from "./item.ts";
import type { Policy } from "./policy.ts";

/** One observer's mask of a structure, on its own grid. */
export interface ObserverMask {
  readonly observer: string;
  readonly input: string;
  readonly mask: PlacedPart;
  /** Voxels that the observer did not judge, where there may be any. */
  readonly unjudged?: PlacedPart | undefined;
  readonly origin: Origin;
  readonly planimetricMl: number | undefined;
  /** The contours that it was drawn as, in mm; left out for masks. */
  readonly contoursMm?: readonly Float64Array[] | undefined;
}

/** The observers of one structure on one grid. */
export interface Observed {
  /** Empty where nothing names it. */
  readonly structure: string;
  readonly grid: Grid;
  readonly names: readonly string[];
  /** Parallel to `names`. */
  readonly masks: readonly PlacedPart[];
  /** What any of the observers did not judge; undefined where all is judged. */
  readonly unjudged: PlacedPart | undefined;
  readonly origins: readonly Origin[];
  /** The volume that each observer's contours enclose, undefined for masks: parallel to `names`. */
  readonly planimetricMl: readonly (number | undefined)[];
  /** The closed contours that each observer drew, in mm (LPS), undefined for masks: parallel to `names`. */
  readonly contoursMm: readonly (readonly Float64Array[] | undefined)[];
  /** Who marked what, on the whole grid. */
  readonly map: () => VoteMap;
  /** The images that the masks were drawn on, where all agree. */
  readonly choice: Choice | undefined;
  /** The images that results of the structure point into: those of the first observer who has any. */
  readonly reference: ImageReference | undefined;
}

/**
 * Brings the observers of one structure to one grid. Grids that differ in the order or direction of axes, by whole voxels
 * of offset, or in extent are one lattice, and nothing is lost; others need `resample`. Of masks that are brought onto a
 * given grid, what lies outside it is lost, and said.
 *
 * @param remark takes what was done, a sentence each
 * @throws SoftdiceError for grids that do not fit, and for too many voxels
 */
export function combine(
  structure: string,
  given: readonly ObserverMask[],
  { resample, onto }: Pick<Policy, "resample" | "onto">,
  remark: (text: string) => void,
): Observed {
  const grids = given.map(({ mask }) => mask.grid);
  requirePlaces(given, onto);
  const { grid, apart } =
    onto === undefined ? coveringGrid(grids) : { grid: onto, apart: apartFrom(onto, grids) };
  if (apart.length > 0 && resample === undefined) throw otherGrid(given, grid, apart, onto);
  checkVoxels(structure === "" ? given[0].input : structure, grid);
  const masks = given.map(({ mask, input }) => {
    const moved = maskOnGrid(mask, grid, resample ?? "nearest");
    if (apart.includes(mask.grid))
      remark(describeResampling(input, mask, moved, resample ?? "nearest", onto));
    if (onto === undefined) return moved;
    if (moved.data.length === 0 && mask.data.length > 0) throw elsewhere(input);
    if (
      !apart.includes(mask.grid) &&
      moved.data !== mask.data &&
      volumeMl(mask).toFixed(4) !== volumeMl(moved).toFixed(4)
    )
      remark(`${input}: reaches beyond the prediction's image: ${changeOf(mask, moved)}`);
    return moved;
  });
  const unjudged = given.flatMap((one) => (one.unjudged === undefined ? [] : [one.unjudged]));
  const [first, ...others] = given.map(({ origin }) => origin.choice);
  return {
    structure,
    grid,
    names: given.map(({ observer }) => observer),
    masks,
    unjudged: unjudgedOn(grid, unjudged, resample ?? "nearest"),
    origins: given.map(({ origin }) => origin),
    planimetricMl: given.map(({ planimetricMl }) => planimetricMl),
    contoursMm: given.map(({ contoursMm }) => contoursMm),
    map: () => voteMapOf(masks, grid),
    choice: others.every((choice) => choice?.series === first?.series) ? first : undefined,
    reference: given.find(({ origin }) => origin.reference !== undefined)?.origin.reference,
  };
}

/** The part of a grid that any of several observers did not judge; undefined where there is none. */
function unjudgedOn(
  grid: Grid,
  parts: readonly PlacedPart[],
  interpolation: Interpolation,
): PlacedPart | undefined {
  const there = parts.map((part) => maskOnGrid(part, grid, interpolation));
  const [first, ...others] = there.filter(({ data }) => data.length > 0);
  return first === undefined ? undefined : unionOf([first, ...others]);
}

/**
 * Images whose files say nothing of where they lie are alike where all of them have the same voxels, and fit nowhere among
 * those that have a place.
 */
function requirePlaces(given: readonly ObserverMask[], onto: Grid | undefined): void {
  const prediction = onto === undefined ? [] : [{ input: "the prediction", grid: onto }];
  const images = [...prediction, ...given.map(({ input, mask: { grid } }) => ({ input, grid }))];
  const nowhere = images.find(({ grid }) => grid.isUnplaced === true);
  if (nowhere === undefined) return;
  const other =
    images.find(({ grid }) => grid.isUnplaced !== true) ??
    images.find(({ grid }) => grid.shape.some((size, axis) => size !== nowhere.grid.shape[axis]));
  if (other === undefined) return;
  throw new SoftdiceError({
    subject: nowhere.input,
    problem:
      other.grid.isUnplaced === true
        ? `says nothing of where it lies, and has ${nowhere.grid.shape.join("×")} voxels where ${other.input} has ${other.grid.shape.join("×")}`
        : `says nothing of where it lies, and ${other.input} does`,
    expected: "images that all have a place, or all voxels of one image",
    remedy:
      onto !== undefined
        ? "name an image of the same voxels with --like"
        : "write the geometry of its image into it, for instance where it was made",
  });
}

/** Grids whose voxels do not coincide with a given one's. */
function apartFrom(onto: Grid, grids: readonly Grid[]): Grid[] {
  return grids.filter((grid) => !coincide(grid, onto));
}

/** The votes of masks on one grid. */
function voteMapOf(masks: readonly PlacedPart[], grid: Grid): VoteMap {
  const map = new VoteMap(voxelCount(grid));
  const whole = { box: { start: [0, 0, 0], end: grid.shape } as const, data: new Uint8Array(map.voxels) };
  for (const mask of masks) {
    place(mask, whole);
    map.add(whole.data);
    clear(mask, whole.data, grid);
  }
  return map;
}

function clear({ box }: PlacedPart, data: Uint8Array, { shape }: Grid): void {
  const [width, height, depth] = boxShape(box);
  for (let k = 0; k < depth; k++) {
    for (let j = 0; j < height; j++) {
      const row = box.start[0] + shape[0] * (box.start[1] + j + shape[1] * (box.start[2] + k));
      data.fill(0, row, row + width);
    }
  }
}

function otherGrid(
  given: readonly ObserverMask[],
  grid: Grid,
  apart: readonly Grid[],
  onto: Grid | undefined,
): SoftdiceError {
  const odd = given.find(({ mask }) => apart.includes(mask.grid))!;
  const other =
    onto !== undefined
      ? { input: "the prediction", mask: { grid } }
      : (given.find(({ mask }) => !apart.includes(mask.grid)) ?? given.find((one) => one !== odd)!);
  const difference =
    describeGridDifference(odd.mask.grid, other.mask.grid) ?? describeGridDifference(odd.mask.grid, grid);
  return new SoftdiceError({
    subject: odd.input,
    problem: `lies on another grid than ${other.input}: ${difference ?? "their voxels do not coincide"}`,
    expected:
      onto === undefined
        ? "one grid for all observers of a structure"
        : "one grid for the prediction and its observers",
    remedy: `say how it is brought to the ${onto === undefined ? "others'" : "prediction's"} with --resample nearest or --resample linear`,
  });
}

function elsewhere(subject: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: "marks nothing inside the prediction's image, but elsewhere",
    expected: "masks of the same image",
    remedy: "see whether it is of another patient, or has lost its geometry",
  });
}

/** What resampling made of a volume; nobody's may change unseen. */
function describeResampling(
  input: string,
  before: PlacedPart,
  after: PlacedPart,
  how: string,
  onto: Grid | undefined,
): string {
  const where = onto === undefined ? "a grid that covers all observers" : "the prediction's grid";
  return `${input}: resampled (${how}) onto ${where}: ${changeOf(before, after)}`;
}

function changeOf(before: PlacedPart, after: PlacedPart): string {
  const [own, now] = [volumeMl(before), volumeMl(after)];
  const change = own > 0 ? ` (${(100 * (now / own - 1)).toFixed(2)} %)` : "";
  return `${own.toFixed(4)} mL became ${now.toFixed(4)} mL${change}`;
}

function volumeMl({ grid, data }: PlacedPart): number {
  return data.reduce((sum, value) => sum + value, 0) * voxelVolumeMl(grid);
}
