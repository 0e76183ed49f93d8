import type { Random } from "../../core/random.ts";
import { exp } from "../../core/elementary.ts";
import { sharpMarginal } from "../../synthetic/sharp.ts";

/** How a marginal is made. `sharp` attains the lower end of Theorem 2; `tied` attains both, its rest tying with t. */
export type Kind =
  | "uniform"
  | "blob"
  | "raters"
  | "rare"
  | "nearBinary"
  | "twoLevels"
  | "sharp"
  | "tied"
  | "constant"
  | "half"
  | "empty"
  | "full"
  | "oneVoxel";

/** A marginal to check the theorems on. */
export interface Case {
  /** How it was made, to be read in a counter-example. */
  readonly kind: Kind;
  /** Voxels along each axis: one, two or three. */
  readonly shape: readonly number[];
  readonly m: Float64Array;
}

type Fill = (random: Random, shape: readonly number[]) => Float64Array;

/** Ways to fill a grid, the random ones first and then those that break careless code. */
const FILLS: Readonly<Record<Kind, Fill>> = {
  uniform: (random, shape) => Float64Array.from({ length: size(shape) }, () => random.uniform()),
  blob: blob,
  raters(random, shape) {
    const raters = 1 + random.integer(7);
    const smooth = blob(random, shape);
    return smooth.map((value) => Math.round(raters * Math.min(1, value * (0.5 + random.uniform()))) / raters);
  },
  rare: (random, shape) =>
    Float64Array.from({ length: size(shape) }, () => (random.uniform() < 0.05 ? random.uniform() : 1e-6)),
  nearBinary: (random, shape) =>
    Float64Array.from({ length: size(shape) }, () => Math.abs(random.integer(2) - 1e-9 * random.integer(2))),
  twoLevels(random, shape) {
    const [low, high] = [random.uniform(), random.uniform()];
    return Float64Array.from({ length: size(shape) }, () => (random.uniform() < 0.3 ? high : low));
  },
  sharp: (random, shape) => sharpMarginal(random.uniform(), size(shape)).data,
  tied(random, shape) {
    const n = size(shape);
    return sharpMarginal(Math.sqrt((1 + random.integer(n)) / n), n).data;
  },
  constant: (random, shape) => new Float64Array(size(shape)).fill(random.uniform()),
  half: (_, shape) => new Float64Array(size(shape)).fill(0.5),
  empty: (_, shape) => new Float64Array(size(shape)),
  full: (_, shape) => new Float64Array(size(shape)).fill(1),
  oneVoxel(random, shape) {
    const m = new Float64Array(size(shape));
    m[random.integer(m.length)] = random.uniform();
    return m;
  },
};

const KINDS = Object.keys(FILLS) as Kind[];

/**
 * Case number `index`: every way of filling in turn, or those of `kinds`, on grids of one, two and three dimensions with
 * at most `maxVoxels` voxels.
 */
export function makeCase(
  random: Random,
  index: number,
  maxVoxels: number,
  kinds: readonly Kind[] = KINDS,
): Case {
  const kind = kinds[index % kinds.length];
  const dimensions = 1 + (Math.floor(index / kinds.length) % 3);
  const longest = Math.floor(maxVoxels ** (1 / dimensions) + 1e-9);
  const shape = Array.from({ length: dimensions }, () => 1 + random.integer(longest));
  return { kind, shape, m: FILLS[kind](random, shape) };
}

function size(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** A Gaussian bump at a random place, of random width and height, in any number of dimensions. */
function blob(random: Random, shape: readonly number[]): Float64Array {
  const centre = shape.map((n) => n * random.uniform());
  const width = (0.1 + 0.4 * random.uniform()) * Math.max(...shape);
  const height = random.uniform();
  return Float64Array.from({ length: size(shape) }, (_, i) => {
    let rest = i;
    let squared = 0;
    for (const [axis, n] of shape.entries()) {
      squared += ((rest % n) + 0.5 - centre[axis]) ** 2;
      rest = Math.floor(rest / n);
    }
    return height * exp(-squared / (2 * width * width));
  });
}
