import { arrange, at, type Drawing, FONT_SIZE, label } from "./drawing.ts";
import { drawLegend, lineSymbol, seriesStyle, type SeriesStyle } from "./legend.ts";
import { markup } from "./markup.ts";
import { significant } from "./numbers.ts";
import { type Colouring, drawRaster, type Raster } from "./raster.ts";

/** One plane with what is outlined on it. */
export interface MontageSlice {
  /** Which plane it is. */
  readonly title: string;
  readonly raster: Raster;
  /** Width and height of a pixel of the raster where it is not the montage's. */
  readonly voxelMm?: readonly [number, number];
  /** A mask for each of the montage's names, of the raster's size. */
  readonly masks: readonly Raster["values"][];
}

export interface Montage {
  readonly slices: readonly MontageSlice[];
  /** Names of the outlines, in the legend; those without a name are not listed. */
  readonly names: readonly string[];
  /** How each is drawn; up to six are told apart by default. */
  readonly styles?: readonly SeriesStyle[];
  /** Width and height of a voxel. */
  readonly voxelMm: readonly [number, number];
  readonly colouring: Colouring;
}

const WIDTH = 900;
const GAP = 8;
const LARGEST = 280;

/** Planes side by side, all to one scale, with outlines in colour, a legend and a scale bar. */
export function drawMontage({ slices, names, styles, voxelMm, colouring }: Montage): Drawing {
  const styleOf = (i: number): SeriesStyle => styles?.[i] ?? seriesStyle(i);
  const entries = names.map((text, i) => ({ text, symbol: lineSymbol(styleOf(i)) }));
  const legend = drawLegend(
    entries.filter(({ text }) => text !== ""),
    WIDTH,
  );
  if (slices.length === 0) return legend;
  const sizeMm = ({ raster, voxelMm: own = voxelMm }: MontageSlice): readonly [number, number] => [
    raster.width * own[0],
    raster.height * own[1],
  ];
  const widestMm = Math.max(...slices.map((slice) => sizeMm(slice)[0]));
  const highestMm = Math.max(...slices.map((slice) => sizeMm(slice)[1]));
  const columns = Math.min(slices.length, Math.max(3, Math.ceil(Math.sqrt(slices.length))));
  const pixelsPerMm = Math.min(
    ((WIDTH + GAP) / columns - GAP) / widestMm,
    LARGEST / widestMm,
    LARGEST / highestMm,
  );
  const width = widestMm * pixelsPerMm;
  const pitch = highestMm * pixelsPerMm + FONT_SIZE + 14;
  const panels = slices.map((slice, i) => {
    const size = sizeMm(slice).map((mm) => mm * pixelsPerMm) as [number, number];
    const outlines = slice.masks.map((mask, series) => ({ mask, ...styleOf(series) }));
    return at((i % columns) * (width + GAP), Math.floor(i / columns) * pitch, [
      label(0, FONT_SIZE, slice.title),
      at(0, FONT_SIZE + 5, drawRaster(slice.raster, size, colouring, outlines).body),
    ]);
  });
  const pictures: Drawing = {
    width: columns * (width + GAP) - GAP,
    height: Math.ceil(slices.length / columns) * pitch - 9,
    body: markup`${panels}`,
  };
  return arrange("column", [legend, pictures, drawScaleBar(pixelsPerMm, width / 3)], 8);
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
