import { SoftdiceError } from "../../core/errors.ts";
import { predictedClasses } from "../../evaluation/partition/predictedClasses.ts";
import { type Dataset, parseDataset } from "../../formats/nnunet/dataset.ts";
import type { Grid } from "../../image/grid.ts";
import { type ProbabilityMap, probabilities } from "../../image/probabilities.ts";
import { type PredictedCase, predictedCases, type Predictions } from "../evaluate/predictedCases.ts";
import { datasetBeside, imageBeside } from "../evaluate/beside.ts";
import { type LendingImage, lenderOf } from "../../study/lender.ts";
import { placedGrid, withoutGeometryRemarks } from "../../study/lentGrid.ts";
import { isFolder } from "../folders.ts";
import { stem } from "../../study/foreign.ts";
import { isSegmentation, readMapFile } from "../../study/maps.ts";
import { isArchive, type Source } from "../../study/source.ts";
import { inflateWithZlib } from "../inflate.ts";
import { likeImage } from "../like.ts";
import { namedSource } from "../inputs.ts";
import { chooseClasses, isBackgroundFirst, NO_SOFTMAX, noBackground } from "../probabilityMaps.ts";

/** One map of a case, to be cut. */
export interface CaseMap extends ProbabilityMap {
  /** The class's name; empty where nothing names it. */
  readonly structure: string;
}

/** The maps of one case. */
export interface MapCase {
  readonly name: string;
  readonly maps: readonly CaseMap[];
  /** All classes, the background first, and their names. */
  readonly classes: readonly { readonly name: string; readonly map: Float32Array | Float64Array }[];
  readonly grid: Grid;
  /** How the files were read. */
  readonly remarks: readonly string[];
}

export interface MapOptions {
  /** Classes wanted of several, from 0; all but the background, 0, if left out. */
  readonly classes?: readonly number[] | undefined;
  /** An image whose geometry maps have that hold none. */
  readonly like?: string | undefined;
}

/** A case of a folder, or of a file, whose maps are read when they are asked for. */
export interface UnreadCase {
  readonly name: string;
  readonly read: () => Promise<MapCase>;
}

/**
 * The cases of a file, or of a folder or zip: where it holds .npz files, as nnU-Net writes them, these are the maps, and an image of
 * the same name is the mask that gives the geometry; elsewhere every image is a map.
 *
 * @param out folder of the results, where earlier ones may be
 * @returns the cases, and names of the files that were passed over
 */
export async function mapCases(
  input: string,
  options: MapOptions,
  out: string,
): Promise<{ readonly cases: readonly UnreadCase[]; readonly passedOver: readonly string[] }> {
  const like = await likeImage(options.like);
  if (!(await isFolder(input)) && !isArchive(input)) {
    const file = await namedSource(input);
    const [mask, dataset] = [await imageBeside(file), await datasetBeside(file)];
    const one = { name: stem(file.place), map: file, mask, objects: [], dataset };
    return {
      cases: [{ name: one.name, read: () => readCase(one, like, options.classes) }],
      passedOver: [],
    };
  }
  const found = await withSegmentations(await predictedCases([input], out), input);
  const hasPairs = found.cases.some(({ map }) => map !== undefined);
  const used = hasPairs ? found.cases.filter(({ map }) => map !== undefined) : found.cases;
  const unused = found.cases.filter((one) => !used.includes(one)).map(({ mask }) => mask?.name ?? "");
  return {
    cases: used.map((one) => ({
      name: one.name,
      read: () =>
        readCase(hasPairs ? one : { ...one, map: one.mask, mask: undefined }, like, options.classes),
    })),
    passedOver: [...found.passedOver, ...unused],
  };
}

/**
 * DICOM segmentations as the images of cases of their own, called as their case is where that holds one; other objects, such
 * as what they were drawn on, are passed over.
 * @throws SoftdiceError for nothing else than such objects
 */
async function withSegmentations(
  { cases, passedOver }: Predictions,
  input: string,
): Promise<{ readonly cases: readonly PredictedCase[]; readonly passedOver: readonly string[] }> {
  const passed = [...passedOver];
  const found: PredictedCase[] = [];
  for (const one of cases) {
    if (one.objects.length === 0) found.push(one);
    const areMaps = await Promise.all(one.objects.map(isSegmentation));
    const segmentations = one.objects.filter((_, n) => areMaps[n]);
    passed.push(...one.objects.filter((_, n) => !areMaps[n]).map(({ name }) => name));
    for (const mask of segmentations) {
      const name = segmentations.length === 1 ? one.name : `${one.name}_${stem(mask.place)}`;
      found.push({ ...one, name, mask, objects: [] });
    }
  }
  if (found.length > 0) return { cases: found, passedOver: passed };
  throw new SoftdiceError({
    subject: input,
    problem: "holds DICOM files without segments",
    expected: "segmentations (SEG), or probability maps of any image format",
    remedy: "convert them first, for instance with softdice convert",
  });
}

async function readCase(
  { name, map: file, mask, dataset }: PredictedCase,
  like: LendingImage | undefined,
  wanted: readonly number[] | undefined,
): Promise<MapCase> {
  if (file === undefined) throw new RangeError("a case without a map");
  const known =
    dataset === undefined
      ? undefined
      : parseDataset(dataset.name, new TextDecoder().decode(await dataset.read()));
  const read = await readMapFile(file, { inflate: inflateWithZlib });
  const { volumes } = read;
  const [{ grid: own }] = volumes;
  const lender = own.isUnplaced === true ? await lenderFor(mask, like) : undefined;
  const grid = placedGrid(file.name, own, lender);
  const names = volumes.map((volume, n) =>
    read.areNamed ? volume.name : classNameOf(n, volumes.length, known),
  );
  let remarks =
    lender === undefined ? read.remarks : [...withoutGeometryRemarks(read.remarks), ...lender.remarks];
  const placed = volumes.map((volume, n): CaseMap => {
    // Errors name the file, results the map.
    const map = probabilities({
      ...volume,
      name: file.name,
      grid: lender === undefined ? volume.grid : grid,
    });
    return { ...map, volume: { ...map.volume, name: volume.name }, structure: names[n] };
  });
  const isKnown = known !== undefined && !read.areNamed;
  // As evaluate does, refuses channels that are none of the known classes.
  if (isKnown) predictedClasses(file.name, placed.length, (n) => placed[n].volume.data, known);
  const hasBackground = isKnown
    ? placed.length > known.classes.length
    : isBackgroundFirst(placed.map(({ volume }) => volume.data));
  const isSoftmax = isKnown && !known.hasRegions && placed.length > known.classes.length;
  if (isSoftmax && !isBackgroundFirst(placed.map(({ volume }) => volume.data)))
    remarks = [...remarks, NO_SOFTMAX];
  const chosen = chooseClasses(file.name, { ...read, hasBackground }, wanted, "--classes");
  if (!isKnown && wanted === undefined && chosen.length > 1 && !read.areNamed && !hasBackground)
    remarks = [...remarks, noBackground(chosen.length)];
  return {
    name,
    maps: chosen.map((n) => placed[n]),
    classes: placed.map(({ volume }, n) => ({ name: names[n], map: volume.data })),
    grid,
    remarks,
  };
}

/** The image beside a map, or, where there is none or it says nothing of where it lies, the one that `--like` names. */
async function lenderFor(
  mask: Source | undefined,
  like: LendingImage | undefined,
): Promise<LendingImage | undefined> {
  const beside = mask && (await lenderOf(mask, { inflate: inflateWithZlib }));
  return beside === undefined || beside.grid.isUnplaced === true ? (like ?? beside) : beside;
}

function classNameOf(n: number, classes: number, known: Dataset | undefined): string {
  if (known === undefined) return "";
  if (known.hasRegions || classes === known.classes.length) return known.classes.at(n)?.name ?? "";
  return n === 0 ? "background" : (known.classes.at(n - 1)?.name ?? "");
}
