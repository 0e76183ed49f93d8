import { cosSinTurns } from "../../core/elementary.ts";
import type { Random } from "../../core/random.ts";
import type { Grid } from "../../image/grid.ts";
import type { PelvisPatient } from "./patient.ts";
import { pelvisStream } from "./streams.ts";
import { AIR, type Contrast, tissues } from "./tissue.ts";
import { section } from "./tube.ts";

/** Kinds of image of a phantom; a stored value is MR signal ≥ 0 or HU. */
export type PelvisModality = keyof Contrast;

/** Standard deviation of the noise, in the image's units. */
const NOISE: Readonly<Record<PelvisModality, number>> = { t2: 22, t1: 24, ct: 14 };

/**
 * The slices of a phantom's image on an axial grid, one after another: tissues filled in, blurred across one pixel,
 * shaded by a smooth receiver field of ± 20 % (MR), with Rician (MR) or Gaussian (CT) noise.
 *
 * @returns shape[0] · shape[1] integers a slice, rows of x
 */
export function* pelvisImage(
  patient: PelvisPatient,
  modality: PelvisModality,
  grid: Grid,
): Generator<Int16Array, void, undefined> {
  const [nx, ny, nz] = grid.shape;
  const layers = tissues(patient);
  const modalityIndex = Object.keys(NOISE).indexOf(modality);
  const shading = receiverField(grid);
  for (let k = 0; k < nz; k++) {
    const zMm = grid.originMm[2] + k * grid.spacingMm[2];
    const slice = new Float32Array(nx * ny).fill(AIR[modality]);
    for (const { contrast, parts } of layers) {
      for (const part of parts) {
        const points = section(part, zMm);
        if (points !== undefined) fill(slice, grid, points, contrast[modality]);
      }
    }
    blurOnePixel(slice, nx, ny);
    const random = pelvisStream(patient.seed, "noise", patient.index, modalityIndex * 65536 + k);
    yield addNoise(slice, modality === "ct" ? undefined : shading, NOISE[modality], random);
  }
}

/** Shades a slice and adds noise: Rician with a receiver field, as MR has it, Gaussian without one. */
function addNoise(
  slice: Float32Array,
  shading: Float32Array | undefined,
  sd: number,
  random: Random,
): Int16Array {
  const out = new Int16Array(slice.length);
  for (let i = 0; i < out.length; i++) {
    if (shading === undefined) {
      out[i] = Math.round(slice[i] + sd * roughNormal(random));
    } else {
      const real = slice[i] * shading[i] + sd * roughNormal(random);
      const imaginary = sd * roughNormal(random);
      out[i] = Math.round(Math.sqrt(real * real + imaginary * imaginary));
    }
  }
  return out;
}

/** The sum of four random bytes, centred and scaled to variance 1: near enough to normal for noise, and fast. */
function roughNormal(random: Random): number {
  const bits = random.uint32();
  const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
  return (sum - 510) / 147.8;
}

/** Sets the pixels whose centre lies in a star-shaped polygon, even-odd, row by row. */
function fill(
  slice: Float32Array,
  { shape, spacingMm, originMm }: Grid,
  points: Float64Array,
  value: number,
): void {
  const [nx, ny] = shape;
  const count = points.length / 2;
  const crossings: number[][] = Array.from({ length: ny }, () => []);
  for (let i = 0; i < count; i++) {
    const next = (i + 1) % count;
    const x0 = (points[2 * i] - originMm[0]) / spacingMm[0];
    const y0 = (points[2 * i + 1] - originMm[1]) / spacingMm[1];
    const x1 = (points[2 * next] - originMm[0]) / spacingMm[0];
    const y1 = (points[2 * next + 1] - originMm[1]) / spacingMm[1];
    const last = Math.min(ny, Math.ceil(Math.max(y0, y1)));
    for (let row = Math.max(0, Math.ceil(Math.min(y0, y1))); row < last; row++)
      crossings[row].push(x0 + ((row - y0) / (y1 - y0)) * (x1 - x0));
  }
  for (const [row, xs] of crossings.entries()) {
    xs.sort((a, b) => a - b);
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const from = Math.max(0, Math.ceil(xs[i]));
      const to = Math.min(nx, Math.ceil(xs[i + 1]));
      if (from < to) slice.fill(value, row * nx + from, row * nx + to);
    }
  }
}

/** Weights 1 2 1 along both axes: tissues mix at their borders. */
function blurOnePixel(slice: Float32Array, nx: number, ny: number): void {
  for (const [count, stride, lines, lineStride] of [
    [nx, 1, ny, nx],
    [ny, nx, nx, 1],
  ]) {
    for (let line = 0; line < lines; line++) {
      let before = slice[line * lineStride];
      for (let i = 1; i + 1 < count; i++) {
        const at = line * lineStride + i * stride;
        const here = slice[at];
        slice[at] = (before + 2 * here + slice[at + stride]) / 4;
        before = here;
      }
    }
  }
}

/** 1 ± 0.2 over the field of view, in one slow wave along each axis. */
function receiverField({ shape: [nx, ny] }: Grid): Float32Array {
  return Float32Array.from({ length: nx * ny }, (_, i) => {
    const [cosX] = cosSinTurns((0.8 * (i % nx)) / nx - 0.3);
    const [cosY] = cosSinTurns((0.7 * Math.floor(i / nx)) / ny - 0.4);
    return 1 + 0.2 * cosX * cosY;
  });
}
