import type { SurfaceMesh } from "../../work/study/surfaces.ts";

/** Colours from no spread to the largest: light grey to the violet of disagreement, falling in lightness throughout. */
export const SPREAD_STOPS = ["#d2d5da", "#b0b0ec", "#7a76de", "#4a2fb5"] as const;

const PLAIN = "#c4c8d0";

/** Red, green, blue and opacity of each vertex by its spread; of one colour where there is none. */
export function spreadColours(
  { sdMm, verticesMm }: Pick<SurfaceMesh, "sdMm" | "verticesMm">,
  range: readonly [low: number, high: number] | undefined,
  plain: string = PLAIN,
): Uint8Array {
  const colours = new Uint8Array((4 * verticesMm.length) / 3);
  const stops = SPREAD_STOPS.map(channels);
  const only = channels(plain);
  for (let n = 0; n < verticesMm.length / 3; n++) {
    const sd = sdMm?.[n] ?? Number.NaN;
    const isKnown = range !== undefined && Number.isFinite(sd);
    const part = isKnown && range[1] > range[0] ? (sd - range[0]) / (range[1] - range[0]) : 0;
    const at = part * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(at));
    const colour = isKnown
      ? stops[below].map((value, c) => value + (stops[below + 1][c] - value) * (at - below))
      : only;
    colours.set([...colour.map(Math.round), 255], 4 * n);
  }
  return colours;
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
