import type { Slab } from "./layers.ts";

/** Slices of their own thickness on a regular grid of layers. */
export interface Layering {
  readonly slabs: readonly Slab[];
  /** Distance of the layers in mm, and where the first lies. */
  readonly layerMm: number;
  readonly firstMm: number;
  /** Whether thicknesses were rounded to whole layers. */
  readonly isRounded: boolean;
}

/** Layers to the thinnest slice, at most, for thicknesses to come out even; and as many as are taken if they do not. */
const MOST_LAYERS = 12;
const ROUGH_LAYERS = 4;
/** Borders of slices may be off those of layers by this part of the thinnest slice. */
const TOLERANCE = 0.02;

/**
 * Gives each of several slices at varying distances its own thickness: from half way to the slice below to half way to the
 * one above, at the ends as far outwards as inwards; and finds the thickest layers of which each slice is a whole number.
 *
 * @param positions along the normal, in mm, ascending, at least two
 */
export function layerSlices(positions: readonly number[]): Layering {
  const last = positions.length - 1;
  const borders = [
    1.5 * positions[0] - 0.5 * positions[1],
    ...positions.slice(1).map((s, n) => (s + positions[n]) / 2),
    1.5 * positions[last] - 0.5 * positions[last - 1],
  ];
  const extent = borders[last + 1] - borders[0];
  const thinnest = Math.min(...borders.slice(1).map((border, n) => border - borders[n]));
  const cut = (layers: number): { mm: number; at: number[]; worst: number } => {
    const count = Math.max(1, Math.round((extent * layers) / thinnest));
    const mm = extent / count;
    const at = borders.map((border) => Math.round((border - borders[0]) / mm));
    const worst = Math.max(...borders.map((border, n) => Math.abs(border - borders[0] - at[n] * mm)));
    return { mm, at, worst };
  };
  let layers = 1;
  while (layers <= MOST_LAYERS && cut(layers).worst > TOLERANCE * thinnest) layers += 1;
  const isRounded = layers > MOST_LAYERS;
  const { mm, at } = cut(isRounded ? ROUGH_LAYERS : layers);
  return {
    slabs: positions.map((s, n) => ({
      position: (s - borders[0]) / mm - 0.5,
      first: at[n],
      count: at[n + 1] - at[n],
    })),
    layerMm: mm,
    firstMm: borders[0] + mm / 2,
    isRounded,
  };
}
