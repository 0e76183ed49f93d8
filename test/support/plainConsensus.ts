import { type Grid, voxelToMm } from "../../src/image/grid.ts";
import { surfaceElementAreas } from "../../src/raters/agreement/surfaceElements.ts";
import { count, meanOf, plainDice, plainMeanDice } from "./raters.ts";

/*
 * The figures of a consensus by their definitions, voxel by voxel and pair by pair: slow, without vote patterns, histograms
 * or distance transforms.
 */

export type Mask = readonly number[];

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const common = (a: Mask, b: Mask): number => sum(a.map((value, i) => value * b[i]));

/** The Dice-optimal segmentation {m > t}, with t from a search over all levels of m. */
export function plainOptimum(m: readonly number[]): {
  t: number;
  supDice: number;
  smallest: number[];
  largest: number[];
} {
  const dice = (a: number): number =>
    plainDice(
      m.map((value) => Number(value >= a - 1e-12)),
      m,
    );
  const supDice = Math.max(...[...new Set(m)].filter((a) => a > 0).map(dice), 0);
  const t = supDice / 2;
  return {
    t,
    supDice,
    smallest: m.map((value) => Number(value > t + 1e-12)),
    largest: m.map((value) => Number(value > t - 1e-12)),
  };
}

/** Best mean rater Dice over all sizes, each taking the voxels that add most. */
export function plainMeanRaterOptimum(
  raters: readonly Mask[],
  weights: readonly number[],
): { value: number; size: number } {
  const volumes = raters.map(count);
  let best = { value: 0, size: 0 };
  for (let size = 1; size <= raters[0].length; size++) {
    const added = raters[0].map((_, i) =>
      sum(raters.map((mask, k) => (weights[k] * 2 * mask[i]) / (size + volumes[k]))),
    );
    const value = sum(added.sort((a, b) => b - a).slice(0, size)) / sum(weights);
    if (value > best.value * (1 + 1e-12)) best = { value, size };
  }
  return best;
}

/** STAPLE voxel by voxel, as long as anything moves. */
export function plainStaple(raters: readonly Mask[], weights: readonly number[]) {
  const prior = sum(meanOf(raters, [...weights])) / raters[0].length;
  let p = raters.map(() => 0.99999);
  let q = raters.map(() => 0.99999);
  let w: number[] = [];
  for (let moved = 1; moved > 1e-12;) {
    w = raters[0].map((_, i) => {
      const odds = raters.reduce(
        (product, mask, k) => product * (mask[i] === 1 ? p[k] / (1 - q[k]) : (1 - p[k]) / q[k]) ** weights[k],
        prior / (1 - prior),
      );
      return odds === Infinity ? 1 : odds / (1 + odds);
    });
    const nextP = raters.map((mask) => sum(mask.map((d, i) => d * w[i])) / sum(w));
    const nextQ = raters.map(
      (mask) => sum(mask.map((d, i) => (1 - d) * (1 - w[i]))) / sum(w.map((x) => 1 - x)),
    );
    moved = Math.max(...p.map((x, k) => Math.abs(x - nextP[k])), ...q.map((x, k) => Math.abs(x - nextQ[k])));
    [p, q] = [nextP, nextQ];
  }
  return { prior, sensitivity: p, specificity: q, mask: w.map((x) => Number(x > 0.5)) };
}

/** Elements of a mask's surface: points in mm along the axes and areas. */
export interface PlainSurface {
  readonly points: readonly (readonly number[])[];
  readonly areas: readonly number[];
}

const at = (mask: Mask, [nx, ny, nz]: readonly number[], i: number, j: number, k: number): number =>
  i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz ? mask[i + nx * (j + ny * k)] : 0;

/** The neighbourhood's code at the corner before voxel (i, j, k). */
function codeAt(mask: Mask, shape: readonly number[], [i, j, k]: readonly number[]): number {
  let code = 0;
  for (let b = 0; b < 8; b++)
    code |= at(mask, shape, i - 1 + (b & 1), j - 1 + ((b >> 1) & 1), k - 1 + (b >> 2)) << b;
  return code;
}

export function plainSurface(mask: Mask, { shape, spacingMm }: Grid): PlainSurface {
  const areaOf = surfaceElementAreas(spacingMm);
  const points: number[][] = [];
  const sizes: number[] = [];
  for (let k = 0; k <= shape[2]; k++) {
    for (let j = 0; j <= shape[1]; j++) {
      for (let i = 0; i <= shape[0]; i++) {
        const code = codeAt(mask, shape, [i, j, k]);
        if (code === 0 || code === 255) continue;
        points.push([i * spacingMm[0], j * spacingMm[1], k * spacingMm[2]]);
        sizes.push(areaOf(code));
      }
    }
  }
  return { points, areas: sizes };
}

const nearest = (point: readonly number[], surface: PlainSurface): number =>
  Math.min(...surface.points.map((to) => Math.hypot(to[0] - point[0], to[1] - point[1], to[2] - point[2])));

/** The four distances of two surfaces that are not empty. */
export function plainDistances(a: PlainSurface, b: PlainSurface, toleranceMm: number) {
  const there = a.points.map((point, e) => ({ d: nearest(point, b), area: a.areas[e] }));
  const back = b.points.map((point, e) => ({ d: nearest(point, a), area: b.areas[e] }));
  const percentile = (way: typeof there): number => {
    const ascending = [...way].sort((x, y) => x.d - y.d);
    let passed = 0;
    const needed = 0.95 * sum(way.map(({ area }) => area)) * (1 - 1e-9);
    return ascending.find(({ area }) => (passed += area) >= needed)?.d ?? Number.NaN;
  };
  const both = [...there, ...back];
  const area = sum(both.map((one) => one.area));
  return {
    hausdorffMm: Math.max(...both.map(({ d }) => d)),
    hausdorff95Mm: Math.max(percentile(there), percentile(back)),
    meanDistanceMm: sum(both.map((one) => one.d * one.area)) / area,
    surfaceDice: sum(both.filter(({ d }) => d <= toleranceMm * (1 + 1e-6)).map((one) => one.area)) / area,
  };
}

/** Standard deviation over the observers of the signed distance at each element of the consensus, weighted by area. */
export function plainLocalSd(
  consensus: Mask,
  raters: readonly Mask[],
  grid: Grid,
): { mean: number; max: number } {
  const surface = plainSurface(consensus, grid);
  const surfaces = raters.map((mask) => plainSurface(mask, grid));
  const sds = surface.points.map((point) => {
    const corner = point.map((mm, axis) => Math.round(mm / grid.spacingMm[axis]));
    const signed = raters.map(
      (mask, k) => nearest(point, surfaces[k]) * (codeAt(mask, grid.shape, corner) === 255 ? -1 : 1),
    );
    const mean = sum(signed) / signed.length;
    return Math.sqrt(sum(signed.map((d) => (d - mean) ** 2)) / (signed.length - 1));
  });
  const moment = sum(sds.map((sd, e) => sd * surface.areas[e]));
  return { mean: moment / sum([...surface.areas]), max: Math.max(...sds) };
}

function centroidMm(mask: Mask, grid: Grid): readonly number[] {
  const points = [...mask.keys()]
    .filter((i) => mask[i] === 1)
    .map((i) =>
      voxelToMm(grid, [
        i % grid.shape[0],
        Math.floor(i / grid.shape[0]) % grid.shape[1],
        Math.floor(i / grid.shape[0] / grid.shape[1]),
      ]),
    );
  return [0, 1, 2].map((axis) => sum(points.map((point) => point[axis])) / points.length);
}

/** An observer against a reference, both with voxels. */
export function plainRow(
  o: Mask,
  r: Mask,
  grid: Grid,
  voxelMl: number,
  toleranceMm: number,
  isPair: boolean,
) {
  const [vo, vr, both] = [count(o), count(r), common(o, r)];
  const [a, b] = [centroidMm(o, grid), centroidMm(r, grid)];
  return {
    dice: (2 * both) / (vo + vr),
    jaccard: both / (vo + vr - both),
    volumeDifferenceMl: (vo - vr) * voxelMl,
    volumeDifferencePercent: (100 * (vo - vr)) / (isPair ? (vo + vr) / 2 : vr),
    volumeRatio: vo / vr,
    ...plainDistances(plainSurface(o, grid), plainSurface(r, grid), toleranceMm),
    centroidShiftMm: Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]),
    sensitivity: both / vr,
    specificity: sum(o.map((value, i) => (1 - value) * (1 - r[i]))) / (o.length - vr),
  };
}

/** Scores of a segmentation. */
export function plainScore(s: Mask, raters: readonly Mask[], weights: readonly number[], voxelMl: number) {
  const m = meanOf(raters, [...weights]);
  return {
    voxels: count(s),
    volumeMl: count(s) * voxelMl,
    volumeBias: count(s) / sum(m),
    marginalDice: plainDice(s, m),
    meanRaterDice: plainMeanDice(s, raters, [...weights]),
  };
}

/** Fleiss' kappa from the proportion of agreeing pairs at each voxel. */
export function plainKappa(raters: readonly Mask[]): number {
  const n = raters.length;
  const observed =
    sum(
      raters[0].map((_, i) => {
        const k = sum(raters.map((mask) => mask[i]));
        return (k * (k - 1) + (n - k) * (n - k - 1)) / (n * (n - 1));
      }),
    ) / raters[0].length;
  const v = sum(raters.map(count)) / (n * raters[0].length);
  const expected = v * v + (1 - v) ** 2;
  return (observed - expected) / (1 - expected);
}
