import type { VoxelArray } from "../../src/image/volume.ts";

/** The intensities that are shown between black and white. */
export interface GreyWindow {
  /** White less black, > 0. */
  readonly width: number;
  /** Middle grey. */
  readonly level: number;
}

/** A choice of {@link GreyWindow} with a name. */
export interface GreyPreset extends GreyWindow {
  readonly name: string;
}

/** What an image's intensities are, as far as its windows depend on it. */
export interface GreyRange {
  /** Percentiles of its voxels: the 1st and the 99.9th. */
  readonly low: number;
  readonly high: number;
  readonly least: number;
  readonly most: number;
}

/** Usual windows of computed tomography, in Hounsfield units. */
const CT_PRESETS: readonly GreyPreset[] = [
  { name: "Soft tissue", width: 400, level: 40 },
  { name: "Pelvis", width: 350, level: 50 },
  { name: "Lung", width: 1500, level: -600 },
  { name: "Bone", width: 1800, level: 400 },
  { name: "Brain", width: 80, level: 40 },
];

/** Voxels that percentiles are taken of. */
const SAMPLED = 20_000;

export function greyRange(data: VoxelArray): GreyRange {
  const stride = Math.max(1, Math.floor(data.length / SAMPLED));
  const some: number[] = [];
  for (let i = 0; i < data.length; i += stride) if (Number.isFinite(data[i])) some.push(data[i]);
  some.sort((a, b) => a - b);
  const at = (part: number): number => some[Math.floor(part * (some.length - 1))] ?? 0;
  return { low: at(0.01), high: at(0.999), least: at(0), most: at(1) };
}

/** The windows that an image can be shown in; the first is the one to begin with. */
export function presetsOf({ low, high, least, most }: GreyRange, isCt: boolean): readonly GreyPreset[] {
  const between = (name: string, from: number, to: number): GreyPreset => ({
    name,
    width: Math.max(to - from, 1e-6 * Math.max(1, Math.abs(to))),
    level: (from + to) / 2,
  });
  const full = between("Full", least, most);
  if (isCt) return [...CT_PRESETS, full];
  const span = high - low;
  return [
    between("Usual", low, high),
    between("Bright", low, low + 0.5 * span),
    between("Contrast", low + 0.15 * span, low + 0.65 * span),
    full,
  ];
}

/**
 * A window changed by a drag: to the right wider, up darker (a higher level), as radiologists have it. The whole span of the
 * image takes some 500 pixels.
 */
export function draggedWindow(
  { width, level }: GreyWindow,
  dx: number,
  dy: number,
  { low, high }: GreyRange,
): GreyWindow {
  const perPixel = Math.max(high - low, 1e-6) / 500;
  return { width: Math.max(perPixel, width + dx * perPixel), level: level - dy * perPixel };
}

/** Grey, 0 to 255, of an intensity. */
export function greyOf(value: number, { width, level }: GreyWindow): number {
  const part = (value - level) / width + 0.5;
  return part >= 1 ? 255 : part > 0 ? Math.floor(256 * part) : 0;
}

/** Writes {@link greyOf} of each intensity as an opaque pixel, in the order of bytes that canvases have: ABGR. */
export function paintGreys(values: Float32Array, { width, level }: GreyWindow, pixels: Uint32Array): void {
  const factor = 256 / width;
  const offset = 128 - level * factor;
  for (let i = 0; i < values.length; i++) {
    const grey = values[i] * factor + offset;
    pixels[i] = 0xff000000 + 0x010101 * (grey >= 256 ? 255 : grey > 0 ? grey | 0 : 0);
  }
}
