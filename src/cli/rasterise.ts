import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";

const require = createRequire(import.meta.url);

/** The font of the drawings comes with the package, so that a PNG is the same on every machine. */
const fontFiles = [
  require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
  require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"),
];

/**
 * An SVG file as a PNG.
 *
 * @param svg text of a whole SVG file
 * @param scale pixels of the PNG per pixel of the SVG; 2 gives 192 to the inch
 */
export function rasterise(svg: string, scale: number = 2): Uint8Array {
  const image = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: "DejaVu Sans" },
  });
  return image.render().asPng();
}
