import { type Drawing, svgFile } from "../report/drawing.ts";
import { rasterise } from "./rasterise.ts";

/**
 * Writes a drawing as `figures/<name>.svg` and `figures/<name>.png`.
 *
 * @param write writes one file of the run
 * @returns the two names
 */
export function writeFigure(
  write: (name: string, data: string | Uint8Array) => void,
  figure: { readonly name: string; readonly alternative: string; readonly drawing: Drawing },
): readonly [svg: string, png: string] {
  const svg = svgFile(figure.drawing, figure.alternative);
  const names = [`figures/${figure.name}.svg`, `figures/${figure.name}.png`] as const;
  write(names[0], svg);
  write(names[1], rasterise(svg));
  return names;
}
