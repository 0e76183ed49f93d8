import { createRequire } from "node:module";
import type * as resvg from "@resvg/resvg-js";
import { SoftdiceError } from "../core/errors.ts";

const require = createRequire(import.meta.url);

/** What draws, and the fonts of the drawings: they come with packages, so that a PNG is the same on every machine. */
interface Renderer {
  readonly Resvg: typeof resvg.Resvg;
  readonly renderAsync: typeof resvg.renderAsync;
  readonly fontFiles: string[];
}

let renderer: Renderer | undefined;

/**
 * An SVG file as a PNG.
 *
 * @param svg text of a whole SVG file
 * @param scale pixels of the PNG per pixel of the SVG; 2 gives 192 to the inch
 * @throws SoftdiceError where the packages that it takes, which are optional, were left out when softdice was installed
 */
export function rasterise(svg: string, scale: number = 2): Uint8Array {
  const { Resvg, fontFiles } = (renderer ??= loadRenderer());
  return new Resvg(svg, optionsOf(fontFiles, scale)).render().asPng();
}

/** {@link rasterise} with most of the work on a thread of Node's pool, so that several go on at once. */
export async function rasteriseBeside(svg: string, scale: number = 2): Promise<Uint8Array> {
  const { renderAsync, fontFiles } = (renderer ??= loadRenderer());
  const image = await renderAsync(svg, optionsOf(fontFiles, scale));
  return image.asPng();
}

/** Draws an SVG file as a PNG, at some time. */
export type Rasterise = (svg: string) => Promise<Uint8Array>;

/** Of all that are asked for, two at a time and in their order: one is drawn while another is compressed. */
export function twoAtOnce(draw: Rasterise): Rasterise {
  let [next, other]: [Promise<unknown>, Promise<unknown>] = [Promise.resolve(), Promise.resolve()];
  return (svg) => {
    const png = next.then(() => draw(svg));
    const isDone = png.catch(() => undefined);
    [next, other] = [other, isDone];
    return png;
  };
}

function optionsOf(fontFiles: string[], scale: number): resvg.ResvgRenderOptions {
  return {
    fitTo: { mode: "zoom", value: scale },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: "DejaVu Sans" },
  };
}

function loadRenderer(): Renderer {
  try {
    const { Resvg, renderAsync } = require("@resvg/resvg-js") as typeof resvg;
    const fontFiles = ["DejaVuSans", "DejaVuSans-Bold"].map((font) =>
      require.resolve(`dejavu-fonts-ttf/ttf/${font}.ttf`),
    );
    return { Resvg, renderAsync, fontFiles };
  } catch (cause) {
    throw new SoftdiceError({
      subject: "figures",
      problem: "cannot be drawn as PNG: @resvg/resvg-js or dejavu-fonts-ttf is not installed",
      expected: "these optional packages beside softdice; the SVG of each figure needs neither",
      remedy: "npm install @resvg/resvg-js dejavu-fonts-ttf",
      cause,
    });
  }
}
