import type { Numbers } from "../core/check.ts";
import { at, type Drawing, label } from "./drawing.ts";
import { colourMap, type ColourMapName, toIndices } from "./colour.ts";
import { Markup, markup } from "./markup.ts";
import { outlinePath } from "./outline.ts";
import { dataUri, encodePng } from "./png.ts";

/** A picture of voxels: values row by row from the top, width × height of them. */
export interface Raster {
  readonly values: Numbers;
  readonly width: number;
  readonly height: number;
}

/** How values become colours. */
export interface Colouring {
  readonly map: ColourMapName;
  /** Values of the first and the last colour. */
  readonly domain: readonly [low: number, high: number];
}

/** Probabilities in [0, 1]. */
export const PROBABILITY: Colouring = { map: "viridis", domain: [0, 1] };

/** The boundary of a mask over a raster of the same size. */
export interface Outline {
  /** Foreground where a value is not 0. */
  readonly mask: Numbers;
  readonly colour: string;
  /** An SVG dash pattern; a whole line if left out. */
  readonly dashes?: string;
}

/**
 * One raster as a drawing with a thin frame, its voxels sharp where they are enlarged.
 *
 * @param size width and height of the drawing in pixels
 * @param outlines drawn over it in their order, on white casings that set them off from any colour
 */
export function drawRaster(
  raster: Raster,
  [width, height]: readonly [width: number, height: number],
  colouring: Colouring = PROBABILITY,
  outlines: readonly Outline[] = [],
): Drawing {
  const address = addressOf(raster, colouring);
  const voxel = [width / raster.width, height / raster.height] as const;
  const isEnlarged = width > raster.width; // shrunk pictures look better smooth
  const sharpness = isEnlarged ? new Markup(' class="sharp" image-rendering="optimizeSpeed"') : undefined;
  const paths = outlines.map(({ mask }) => outlinePath({ ...raster, values: mask }, voxel));
  const casings = paths.map(
    (path) =>
      markup`<path d="${path}" fill="none" stroke="#ffffff" stroke-opacity="0.8" stroke-width="3.2" stroke-linejoin="round"/>`,
  );
  const lines = outlines.map(
    ({ colour, dashes }, i) =>
      markup`<path d="${paths[i]}" fill="none" stroke="${colour}" stroke-width="1.7" stroke-dasharray="${dashes ?? "none"}"/>`,
  );
  return {
    width,
    height,
    body: markup`<image width="${width}" height="${height}" preserveAspectRatio="none"${sharpness} href="${address}"/>${casings}${lines}<rect width="${width}" height="${height}" fill="none" stroke="currentColor" stroke-opacity="0.4" stroke-width="0.75"/>`,
  };
}

/** Pictures that were encoded: several figures show the same. */
const addresses = new WeakMap<Raster, { readonly colouring: Colouring; readonly address: string }>();

function addressOf(raster: Raster, colouring: Colouring): string {
  const known = addresses.get(raster);
  if (known?.colouring === colouring) return known.address;
  const indices = toIndices(raster.values, colouring.domain);
  const address = dataUri(encodePng(indices, raster.width, raster.height, colourMap(colouring.map)));
  addresses.set(raster, { colouring, address });
  return address;
}

/** How far the lowest tick's label reaches below the bar. */
const LABEL_OVERHANG = 5;
const BAR_WIDTH = 12;

/**
 * A vertical colour bar with its ticks on the right.
 *
 * @param ticks values that get a tick and their text
 * @param title what the colours mean, along the bar
 */
export function colourBar(
  { map, domain }: Colouring,
  height: number,
  ticks: readonly { readonly value: number; readonly text: string }[],
  title: string,
): Drawing {
  const ramp = Uint8Array.from({ length: 256 }, (_, i) => 255 - i);
  const address = dataUri(encodePng(ramp, 1, 256, colourMap(map)));
  const marks = ticks.map(({ value, text }) => {
    const y = height * (1 - (value - domain[0]) / (domain[1] - domain[0]));
    return at(BAR_WIDTH, y, markup`<line x2="4" stroke="currentColor"/>${label(7, 4, text)}`);
  });
  const textWidth = 7 * Math.max(0, ...ticks.map(({ text }) => text.length));
  const titleX = BAR_WIDTH + 7 + textWidth + 12;
  return {
    width: titleX + 4,
    height: height + LABEL_OVERHANG,
    body: markup`<image width="${BAR_WIDTH}" height="${height}" preserveAspectRatio="none" href="${address}"/><rect width="${BAR_WIDTH}" height="${height}" fill="none" stroke="currentColor" stroke-width="0.75"/>${marks}${label(titleX, height / 2, title, { anchor: "middle", rotate: -90 })}`,
  };
}

/** Ticks of {@link PROBABILITY}. */
export const PROBABILITY_TICKS: readonly { readonly value: number; readonly text: string }[] = [
  { value: 0, text: "0" },
  { value: 0.25, text: "0.25" },
  { value: 0.5, text: "0.5" },
  { value: 0.75, text: "0.75" },
  { value: 1, text: "1" },
];
