import { arrange, at, type Drawing, FONT_SIZE, label } from "./drawing.ts";
import { drawLegend, lineSymbol, seriesStyle } from "./legend.ts";
import { markup } from "./markup.ts";
import { significant } from "./numbers.ts";
import { type Colouring, drawRaster, type Raster } from "./raster.ts";

/** One slice with what is outlined on it. */
export interface MontageSlice {
  /** Which slice it is. */
  readonly title: string;
  readonly raster: Raster;
  /** A mask for each of the montage's names, of the raster's size. */
  readonly masks: readonly Raster["values"][];
}

export interface Montage {
  /** All of one size. */
  readonly slices: readonly MontageSlice[];
  /** Names of the outlines, in the legend; up to six are told apart. */
  readonly names: readonly string[];
  /** Width and height of a voxel. */
  readonly voxelMm: readonly [number, number];
  readonly colouring: Colouring;
}

const WIDTH = 900;
const GAP = 8;
const LARGEST = 280;

/** Slices side by side, true to scale, with outlines in colour, a legend and a scale bar. */
export function drawMontage({ slices, names, voxelMm, colouring }: Montage): Drawing {
  const legend = drawLegend(
    names.map((text, i) => ({ text, symbol: lineSymbol(seriesStyle(i)) })),
    WIDTH,
  );
  const first = slices[0];
  if (first === undefined) return legend;
  const widthMm = first.raster.width * voxelMm[0];
  const heightMm = first.raster.height * voxelMm[1];
  const columns = Math.min(slices.length, Math.max(3, Math.ceil(Math.sqrt(slices.length))));
  const pixelsPerMm = Math.min(
    ((WIDTH + GAP) / columns - GAP) / widthMm,
    LARGEST / widthMm,
    LARGEST / heightMm,
  );
  const size = [widthMm * pixelsPerMm, heightMm * pixelsPerMm] as const;
  const pitch = size[1] + FONT_SIZE + 14;
  const panels = slices.map(({ title, raster, masks }, i) => {
    const outlines = masks.map((mask, series) => ({ mask, ...seriesStyle(series) }));
    return at((i % columns) * (size[0] + GAP), Math.floor(i / columns) * pitch, [
      label(0, FONT_SIZE, title),
      at(0, FONT_SIZE + 5, drawRaster(raster, size, colouring, outlines).body),
    ]);
  });
  const pictures: Drawing = {
    width: columns * (size[0] + GAP) - GAP,
    height: Math.ceil(slices.length / columns) * pitch - 9,
    body: markup`${panels}`,
  };
  return arrange("column", [legend, pictures, drawScaleBar(pixelsPerMm, size[0] / 3)], 8);
}

/** The longest bar of 1, 2 or 5 times a power of ten millimetres that fits into `widest` pixels. */
function drawScaleBar(pixelsPerMm: number, widest: number): Drawing {
  const limitMm = widest / pixelsPerMm;
  const power = 10 ** Math.floor(Math.log10(limitMm));
  const lengthMm = power * (limitMm >= 5 * power ? 5 : limitMm >= 2 * power ? 2 : 1);
  const length = lengthMm * pixelsPerMm;
  return {
    width: length + 80,
    height: 12,
    body: markup`<path d="M0,2V10M0,6H${length}M${length},2V10" stroke="currentColor" stroke-width="1.5" fill="none"/>${label(length + 8, 10, `${significant(lengthMm, 1)} mm`)}`,
  };
}
