import { SoftdiceError } from "../../core/errors.ts";
import type { Grid, Triple } from "../../image/grid.ts";
import type { Slab } from "./layers.ts";
import { layerSlices } from "./slabs.ts";
import type { Slice } from "./slices.ts";
import { alongNormal, cross, dot, subtract } from "./vectors.ts";

/** Planes in order, and the grid they make. */
export interface Stack {
  /** One slice for each position, ascending along the normal. */
  readonly slices: readonly Slice[];
  /** Index of each slice along the grid's third axis, of its first layer where it has several; a missing slice leaves some out. */
  readonly depth: readonly number[];
  /** Each slice with its layers, where distances vary. */
  readonly slabs: readonly Slab[] | undefined;
  readonly grid: Grid | SoftdiceError;
  readonly notes: readonly string[];
}

/** Two planes less than this apart, in mm, are at one position. */
const SAME_POSITION_MM = 1e-3;
/** Slices may stand off their place in the grid by this part of the slice distance. */
const DISTANCE_TOLERANCE = 0.05;
/** Gaps that differ by more than this factor are no slices of one stack. */
const MOST_GAP_RATIO = 10;
/** Slices may be shifted in their plane by this part of a pixel. */
const SHIFT_TOLERANCE = 0.2;

/**
 * Builds the grid of parallel planes from their positions alone; file order and InstanceNumber do not matter.
 *
 * The third axis is the normal n = row × column. Slices are sorted by s = n · position. The slice distance is the
 * median gap, refined over the whole stack. A gap of a whole multiple of it between others is one of missing slices, which
 * stay in the grid; where gaps vary otherwise, or a wider one is repeated, each slice has a thickness of its own, and the
 * grid is one of layers ({@link layerSlices}). A series that is sheared (gantry tilt), has gaps of all sizes or misses more
 * slices than it has makes no grid: voxels on one would be in the wrong place.
 *
 * @param label what messages call the series
 * @param members at least one plane, parallel and of equal pixel grid
 * @param knownDistanceMm the slice distance, where the file states it; planes may then be missing in any number
 */
export function stackSlices(label: string, members: readonly Slice[], knownDistanceMm?: number): Stack {
  const notes: string[] = [];
  const normal = cross(members[0].rowDirection, members[0].columnDirection);
  const sorted = members
    .map((slice) => ({ slice, s: alongNormal(slice) }))
    .sort(
      (a, b) => a.s - b.s || a.slice.instanceNumber - b.slice.instanceNumber || a.slice.frame - b.slice.frame,
    );
  const kept = sorted.filter(({ s }, n) => n === 0 || s - sorted[n - 1].s > SAME_POSITION_MM);
  if (kept.length < sorted.length) {
    const extra = sorted.length - kept.length;
    notes.push(
      `${extra} of ${sorted.length} slices repeat a position; the first of each by InstanceNumber is used`,
    );
  }
  const slices = kept.map(({ slice }) => slice);
  const refuse = (problem: string, expected: string, remedy: string): Stack => ({
    slices,
    depth: slices.map((_, n) => n),
    slabs: undefined,
    grid: new SoftdiceError({ subject: label, problem, expected, remedy }),
    notes,
  });

  const tilt = shear(slices, normal);
  if (tilt.worstMm > SHIFT_TOLERANCE * Math.min(...slices[0].pixelSpacingMm)) {
    return refuse(
      tilt.regular
        ? `is sheared by ${tilt.degrees.toFixed(2)}° (gantry tilt)`
        : `has slices shifted against each other by up to ${tilt.worstMm.toFixed(2)} mm`,
      "slices straight above each other",
      "resample it to a straight stack in the planning system, or choose another series with --series",
    );
  }

  const positions = kept.map(({ s }) => s);
  const { distance, depth, worst } = regularDistance(positions, slices[0], knownDistanceMm);
  const missing = depth[depth.length - 1] + 1 - depth.length;
  const gaps = positions.slice(1).map((s, n) => s - positions[n]);
  const { rowDirection, columnDirection, pixelSpacingMm, columns, rows, positionMm } = slices[0];
  const geometry = { directions: [rowDirection, columnDirection, normal] } as const;
  const isVarying = worst > DISTANCE_TOLERANCE || repeatsGap(depth);
  if (isVarying && knownDistanceMm === undefined && Math.max(...gaps) <= MOST_GAP_RATIO * Math.min(...gaps)) {
    const { slabs, layerMm, firstMm, isRounded } = layerSlices(positions);
    notes.push(
      `its slices lie ${Math.min(...gaps).toFixed(2)} to ${Math.max(...gaps).toFixed(2)} mm apart: each counts with its own ` +
        `thickness, on a regular grid of layers of ${layerMm.toFixed(2)} mm${isRounded ? ", to which it is rounded" : ""}`,
    );
    const offset = firstMm - positions[0];
    return {
      slices,
      depth: slabs.map(({ first }) => first),
      slabs,
      grid: {
        ...geometry,
        shape: [columns, rows, slabs.reduce((sum, { count }) => sum + count, 0)],
        spacingMm: [...pixelSpacingMm, layerMm],
        originMm: [
          positionMm[0] + offset * normal[0],
          positionMm[1] + offset * normal[1],
          positionMm[2] + offset * normal[2],
        ],
      },
      notes,
    };
  }
  if (worst > DISTANCE_TOLERANCE || (missing > slices.length && knownDistanceMm === undefined)) {
    return refuse(
      `has slices from ${Math.min(...gaps).toFixed(3)} to ${Math.max(...gaps).toFixed(3)} mm apart`,
      "equal distances",
      "resample it to equal distances, or choose another series with --series",
    );
  }
  if (slices.length === 1) notes.push(`it has one slice; ${distance} mm is taken as its thickness`);
  if (missing > 0) notes.push(`${missing} of ${missing + slices.length} slices are missing`);
  return {
    slices,
    depth,
    slabs: undefined,
    grid: {
      ...geometry,
      shape: [columns, rows, depth[depth.length - 1] + 1],
      spacingMm: [...pixelSpacingMm, distance],
      originMm: positionMm,
    },
    notes,
  };
}

/** Whether a gap of two and more repeats at once, as where slices are wider from some place on. */
function repeatsGap(depth: readonly number[]): boolean {
  const steps = depth.slice(1).map((k, n) => k - depth[n]);
  return steps.some((step, n) => step > 1 && step === steps[n + 1]);
}

/**
 * The distance d and whole numbers k_n with s_n ≈ s_0 + k_n·d: first d = the median gap, unless it is
 * known, then d = the whole extent
 * over its number of steps. `worst` is the largest |s_n − s_0 − k_n·d| over d.
 */
function regularDistance(
  positions: readonly number[],
  first: Slice,
  known: number | undefined,
): { distance: number; depth: number[]; worst: number } {
  const thickness = first.thicknessMm !== undefined && first.thicknessMm > 0 ? first.thicknessMm : 1;
  if (positions.length === 1) return { distance: known ?? thickness, depth: [0], worst: 0 };
  const gaps = positions.slice(1).map((s, n) => s - positions[n]);
  const typical = known ?? gaps.sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)];
  const depth = [0];
  for (let n = 1; n < positions.length; n++) {
    depth.push(depth[n - 1] + Math.max(1, Math.round((positions[n] - positions[n - 1]) / typical)));
  }
  const last = positions.length - 1;
  const refined = (positions[last] - positions[0]) / depth[last];
  const distance = known !== undefined && Math.abs(known - refined) <= 1e-6 ? known : refined;
  const off = positions.map((s, n) => Math.abs(s - positions[0] - depth[n] * distance) / distance);
  return { distance, depth, worst: Math.max(...off) };
}

/** How far slices stand beside the normal through the first, at most, in mm; and as what angle, if it grows evenly. */
function shear(
  slices: readonly Slice[],
  normal: Triple,
): { worstMm: number; degrees: number; regular: boolean } {
  const offsets = slices.map(({ positionMm }) => {
    const d = subtract(positionMm, slices[0].positionMm);
    const along = dot(d, normal);
    const beside: Triple = [d[0] - along * normal[0], d[1] - along * normal[1], d[2] - along * normal[2]];
    return { along, beside };
  });
  const last = offsets[offsets.length - 1];
  const worstMm = Math.max(...offsets.map(({ beside }) => Math.hypot(...beside)));
  const bend = Math.max(
    ...offsets.map(({ along, beside }) => {
      const part = last.along === 0 ? 0 : along / last.along;
      return Math.hypot(
        ...subtract(beside, [part * last.beside[0], part * last.beside[1], part * last.beside[2]]),
      );
    }),
  );
  const degrees = (Math.atan2(Math.hypot(...last.beside), last.along) * 180) / Math.PI;
  return { worstMm, degrees, regular: bend <= 0.1 * worstMm };
}
