import { gridFromSteps } from "../../image/grid.ts";
import type { Grid, Triple } from "../../image/grid.ts";
import type { ReadContext } from "../context.ts";
import { malformed } from "../malformed.ts";
import { parseNumbers } from "../text.ts";
import type { NrrdHeader } from "./header.ts";

/** How the axes of a NRRD array make images. */
export interface NrrdGeometry {
  readonly grid: Grid;
  /** Images in the array: the product of the sizes of the axes that are not spatial. */
  readonly frames: number;
  /** Whether the images are interleaved (their axes are the fastest) or stand one after the other. */
  readonly interleaved: boolean;
}

/** What turns the coordinates of a space into LPS; spaces that are not listed have no known relation to the patient. */
const toLps: ReadonlyMap<string, Triple> = new Map<string, Triple>([
  ["left-posterior-superior", [1, 1, 1]],
  ["lps", [1, 1, 1]],
  ["right-anterior-superior", [-1, -1, 1]],
  ["ras", [-1, -1, 1]],
  ["left-anterior-superior", [1, -1, 1]],
  ["las", [1, -1, 1]],
]);

const unitsMm: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["mm", 1],
  ["cm", 10],
  ["m", 1000],
  ["um", 0.001],
  ["µm", 0.001],
]);

/**
 * The grid of a NRRD array. Spatial axes are those with a space direction; without any, those of kind domain or space;
 * without kinds, the first three. Two spatial axes make one slice.
 * @throws SoftdiceError naming the field when the axes do not make images on one grid.
 */
export function nrrdGeometry(
  file: string,
  header: NrrdHeader,
  sizes: readonly number[],
  context: ReadContext,
): NrrdGeometry {
  const vectors = spaceDirections(file, header, sizes.length);
  const spatial = spatialAxes(header, sizes.length, vectors);
  const first = spatial[0] ?? 0;
  const last = spatial.at(-1) ?? 0;
  const contiguous = last - first + 1 === spatial.length && (first === 0 || last === sizes.length - 1);
  if (!(spatial.length === 2 || spatial.length === 3) || !contiguous) {
    throw malformed(
      file,
      "space directions",
      `make ${spatial.length} of ${sizes.length} axes spatial (numbers ${spatial.join(", ")} from 0)`,
      "two or three neighbouring spatial axes, the others all before or all after them",
      "permute or split the array",
    );
  }
  const mm = spaceUnitsMm(file, header);
  const signs = spaceSigns(file, header, context);
  const steps = spatial.map((axis, n) =>
    vectors === undefined
      ? axisStep(n, spacingOf(file, header, axis, sizes.length))
      : lpsVector(vectors[axis]!, signs, mm),
  );
  const [a, b, c] = steps as [Triple, Triple, Triple?];
  const origin = header.fields.get("spaceorigin");
  const originMm =
    origin === undefined
      ? ([0, 0, 0] as const)
      : lpsVector(parseVector(file, "space origin", origin), signs, mm);
  const [nx, ny, nz] = spatial.map((axis) => sizes[axis]) as [number, number, number?];
  const images = sizes.filter((_, axis) => !spatial.includes(axis));
  const grid = gridFromSteps(
    `${file}: space directions`,
    [nx, ny, nz ?? 1],
    [a, b, c ?? normal(a, b)],
    originMm,
  );
  // A space of the patient's, and an origin in it.
  const isPlaced = origin !== undefined && toLps.has(header.fields.get("space")?.toLowerCase() ?? "");
  return {
    grid: isPlaced ? grid : { ...grid, isUnplaced: true },
    frames: images.reduce((product, n) => product * n, 1),
    interleaved: first > 0,
  };
}

/** One vector an axis, undefined for "none"; undefined when the header has none at all. */
function spaceDirections(
  file: string,
  { fields }: NrrdHeader,
  axes: number,
): (number[] | undefined)[] | undefined {
  const text = fields.get("spacedirections");
  if (text === undefined) return undefined;
  const words = text.match(/\([^)]*\)|none/gi) ?? [];
  if (words.length !== axes) {
    throw malformed(
      file,
      "space directions",
      `has ${words.length} vectors`,
      `${axes}, one an axis ("none" for others)`,
    );
  }
  return words.map((word) =>
    word.startsWith("(") ? parseVector(file, "space directions", word) : undefined,
  );
}

function spatialAxes({ fields }: NrrdHeader, axes: number, vectors?: (number[] | undefined)[]): number[] {
  const all = Array.from({ length: axes }, (_, axis) => axis);
  if (vectors !== undefined)
    return all.filter((axis) => vectors[axis]?.some((part) => !Number.isNaN(part)) ?? false);
  const kinds = fields.get("kinds")?.toLowerCase().split(/\s+/);
  const named = all.filter((axis) => kinds?.[axis] === "domain" || kinds?.[axis] === "space");
  return named.length > 0 ? named : all.slice(0, 3);
}

function spaceSigns(file: string, { fields }: NrrdHeader, context: ReadContext): Triple {
  const space = fields.get("space")?.toLowerCase();
  const signs = toLps.get(space ?? "");
  if (signs !== undefined) return signs;
  if (space?.includes("time") === true || /^(las|lps|ras)t$/.test(space ?? ""))
    throw malformed(
      file,
      "space",
      `is ${space}`,
      "a space of three dimensions",
      "write the time axis as a list",
    );
  context.warn(`${file}: ${space ?? "no space"} says nothing of the patient; its axes are taken as LPS`);
  return [1, 1, 1];
}

function spaceUnitsMm(file: string, { fields }: NrrdHeader): number {
  const text = fields.get("spaceunits");
  if (text === undefined) return 1;
  const units = [...text.matchAll(/"([^"]*)"/g)].map(([, unit]) => unit.toLowerCase());
  const mm = unitsMm.get(units[0] ?? "");
  if (mm === undefined || units.some((unit) => unit !== units[0]))
    throw malformed(
      file,
      "space units",
      `is ${text}`,
      `one of ${[...unitsMm.keys()].join(" ").trim()} for all axes`,
    );
  return mm;
}

function spacingOf(file: string, { fields }: NrrdHeader, axis: number, axes: number): number {
  const text = fields.get("spacings");
  const spacing = text === undefined ? 1 : parseNumbers(file, "spacings", text, axes)[axis];
  if (spacing > 0 && Number.isFinite(spacing)) return spacing;
  throw malformed(file, "spacings", `has ${spacing} for axis ${axis}`, "positive numbers");
}

function parseVector(file: string, field: string, text: string): number[] {
  const vector = parseNumbers(file, field, text.replaceAll(/[()]/g, " "));
  if (vector.length === 2 || vector.length === 3) return vector;
  throw malformed(
    file,
    field,
    `has a vector of ${vector.length} numbers`,
    "three, or two for a single slice",
  );
}

function lpsVector([x = 0, y = 0, z = 0]: readonly number[], signs: Triple, mm: number): Triple {
  return [x * signs[0] * mm, y * signs[1] * mm, z * signs[2] * mm];
}

function axisStep(axis: number, length: number): Triple {
  return [axis === 0 ? length : 0, axis === 1 ? length : 0, axis === 2 ? length : 0];
}

/** A vector of length 1 at right angles to both, right-handed. */
function normal(a: Triple, b: Triple): Triple {
  const n: Triple = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const length = Math.hypot(...n);
  return [n[0] / length, n[1] / length, n[2] / length];
}
