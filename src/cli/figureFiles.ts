import { type Drawing, svgFile } from "../report/drawing.ts";
import { type Rasterise, rasterise, rasteriseBeside, twoAtOnce } from "./rasterise.ts";

type Write = (name: string, data: string | Uint8Array) => void;

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
export function writeFigure(write: Write, figure: Figure): readonly [svg: string, png: string] {
  const svg = svgFile(figure.drawing, figure.alternative);
  const names = [`figures/${figure.name}.svg`, `figures/${figure.name}.png`] as const;
  write(names[0], svg);
  write(names[1], rasterise(svg));
  return names;
}

/** {@link writeFigure} for several, in their order, on two threads. @throws SoftdiceError as `rasterise` does */
export async function writeFigures(write: Write, figures: readonly Figure[]): Promise<void> {
  await beginFigures(figures)(write);
}

/**
 * Has the PNGs of figures begun, and gives what writes the files when other work is done.
 *
 * @param draw two at a time on this thread and the pool if left out
 */
export function beginFigures(
  figures: readonly Figure[],
  draw: Rasterise = twoAtOnce(rasteriseBeside),
): (write: Write) => Promise<void> {
  const begun = figures.map(({ name, drawing, alternative }) => {
    const svg = svgFile(drawing, alternative);
    const png = draw(svg);
    png.catch(() => undefined); // told where it is awaited, if an earlier one has not failed
    return { name, svg, png };
  });
  return async (write) => {
    for (const { name, svg, png } of begun) {
      write(`figures/${name}.svg`, svg);
      write(`figures/${name}.png`, await png);
    }
  };
}
