import { type Drawing, svgFile } from "../report/drawing.ts";
import { rasterise, rasteriseBeside } from "./rasterise.ts";

interface Figure {
  readonly name: string;
  readonly alternative: string;
  readonly drawing: Drawing;
}

/**
 * Writes a drawing as `figures/<name>.svg` and `figures/<name>.png`.
 *
 * @param write writes one file of the run
 * @returns the two names
 */
export function writeFigure(
  write: (name: string, data: string | Uint8Array) => void,
  figure: Figure,
): readonly [svg: string, png: string] {
  const svg = svgFile(figure.drawing, figure.alternative);
  const names = [`figures/${figure.name}.svg`, `figures/${figure.name}.png`] as const;
  write(names[0], svg);
  write(names[1], rasterise(svg));
  return names;
}

/** Figures whose PNGs are made at a time: one on a thread of the pool while another is compressed. */
const AT_ONCE = 2;

/** {@link writeFigure} for several, in their order, on two threads. @throws SoftdiceError as `rasterise` does */
export async function writeFigures(
  write: (name: string, data: string | Uint8Array) => void,
  figures: readonly Figure[],
): Promise<void> {
  const svgs = figures.map(({ drawing, alternative }) => svgFile(drawing, alternative));
  const pngs: Promise<Uint8Array>[] = [];
  for (const [n, { name }] of figures.entries()) {
    for (const svg of svgs.slice(pngs.length, n + AT_ONCE)) {
      const png = rasteriseBeside(svg);
      png.catch(() => undefined); // told where it is awaited, if an earlier one has not failed
      pngs.push(png);
    }
    write(`figures/${name}.svg`, svgs[n]);
    write(`figures/${name}.png`, await pngs[n]);
  }
}
