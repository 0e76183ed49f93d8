import { colourMap } from "../../src/report/colour.ts";
import { outlinePath } from "../../src/report/outline.ts";
import type { Analysis } from "../work/study/analysis.ts";
import type { LineStyle } from "./styles.ts";
import { cut, type Field, type PlaneWindow, toPicture } from "./window.ts";
import type { Triple } from "../../src/image/grid.ts";

/** A segmentation to be outlined: the classes of voxels in it. */
export interface OutlineLayer {
  readonly taken: Uint8Array;
  readonly style: LineStyle;
}

/** What a plane shows. */
export interface PlanePicture {
  readonly window: PlaneWindow;
  readonly slice: number;
  readonly analysis: Analysis;
  readonly image: (Field & { readonly range: readonly [black: number, white: number] }) | undefined;
  /** Opacity of the marginal in [0, 1]. */
  readonly shade: number;
  /** From the bottom to the top. */
  readonly outlines: readonly OutlineLayer[];
}

/** Draws planes on one canvas, keeping what does not change from one frame to the next. */
export class PlanePainter {
  readonly #context: CanvasRenderingContext2D;
  readonly #raster = new OffscreenCanvas(1, 1);
  #classes: { readonly key: readonly unknown[]; readonly of: Uint32Array } | undefined;
  #ground: readonly unknown[] = [];
  #paths = new Map<Uint8Array, Path2D>();

  constructor(canvas: HTMLCanvasElement) {
    this.#context = canvas.getContext("2d")!;
  }

  /** Draws the picture over the whole canvas, whose pixels are those of the screen. */
  draw(picture: PlanePicture, crosshair: Triple, pixelRatio: number): void {
    const { window, outlines } = picture;
    const context = this.#context;
    const { width, height } = context.canvas;
    const classes = this.#cutClasses(picture);
    this.#drawGround(picture, classes);
    const [scaleX, scaleY] = [width / window.across[1], height / window.down[1]];
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, width, height);
    context.drawImage(this.#raster, 0, 0, width, height);
    for (const { taken, style } of outlines) this.#drawOutline(window, classes, taken, style, pixelRatio);
    const [x, y] = toPicture(window, crosshair);
    drawCrosshair(context, x * scaleX, y * scaleY, pixelRatio);
  }

  #cutClasses({ window, slice, analysis }: PlanePicture): Uint32Array {
    const key = [window.view.name, ...window.across, ...window.down, slice, analysis];
    if (this.#classes === undefined || !isSame(this.#classes.key, key)) {
      const field = { data: analysis.classes, box: analysis.box };
      const of = cut(field, window, slice, 0, new Uint32Array(window.across[1] * window.down[1]));
      this.#classes = { key, of };
      this.#paths.clear();
    }
    return this.#classes.of;
  }

  /** Image and marginal, one pixel a voxel. */
  #drawGround({ window, slice, analysis, image, shade }: PlanePicture, classes: Uint32Array): void {
    const key = [classes, image, shade];
    if (isSame(this.#ground, key)) return;
    this.#ground = key;
    const [width, height] = [window.across[1], window.down[1]];
    const pixels = new ImageData(width, height);
    const grey =
      image === undefined
        ? undefined
        : cut(image, window, slice, image.range[0], new Float32Array(width * height));
    const factor = image === undefined ? 0 : 255 / Math.max(1e-9, image.range[1] - image.range[0]);
    const table = marginalColours(analysis.marginal, image === undefined ? 1 : shade);
    for (let i = 0; i < classes.length; i++) {
      const level = grey === undefined ? 0 : clampByte((grey[i] - image!.range[0]) * factor);
      const from = 4 * classes[i];
      const alpha = image === undefined ? 1 : table[from + 3] / 255;
      pixels.data[4 * i] = level + (table[from] - level) * alpha;
      pixels.data[4 * i + 1] = level + (table[from + 1] - level) * alpha;
      pixels.data[4 * i + 2] = level + (table[from + 2] - level) * alpha;
      pixels.data[4 * i + 3] = 255;
    }
    this.#raster.width = width;
    this.#raster.height = height;
    this.#raster.getContext("2d")!.putImageData(pixels, 0, 0);
  }

  #drawOutline(
    window: PlaneWindow,
    classes: Uint32Array,
    taken: Uint8Array,
    { colour, dashes, width }: LineStyle,
    pixelRatio: number,
  ): void {
    const context = this.#context;
    let path = this.#paths.get(taken);
    if (path === undefined) {
      path = tracePath(classes, taken, window);
      // Tables of a moving threshold come and go.
      if (this.#paths.size > 64) this.#paths.clear();
      this.#paths.set(taken, path);
    }
    const scaled = new Path2D();
    const scale = [context.canvas.width / window.across[1], context.canvas.height / window.down[1]];
    scaled.addPath(path, new DOMMatrix([scale[0], 0, 0, scale[1], 0, 0]));
    context.lineJoin = "round";
    context.setLineDash([]);
    context.strokeStyle = "rgb(0 0 0 / 0.6)";
    context.lineWidth = (width + 1.6) * pixelRatio;
    context.stroke(scaled);
    context.setLineDash(dashes.map((length) => length * pixelRatio));
    context.strokeStyle = colour;
    context.lineWidth = width * pixelRatio;
    context.stroke(scaled);
    context.setLineDash([]);
  }
}

function tracePath(classes: Uint32Array, taken: Uint8Array, window: PlaneWindow): Path2D {
  const mask = new Uint8Array(classes.length);
  let any = 0;
  for (let i = 0; i < classes.length; i++) any |= mask[i] = taken[classes[i]];
  if (any === 0) return new Path2D();
  return new Path2D(outlinePath({ values: mask, width: window.across[1], height: window.down[1] }));
}

/** Red, green, blue and opacity of each class; voxels that nobody marked are clear. */
function marginalColours(marginal: Float64Array, shade: number): Uint8Array {
  const map = colourMap("viridis");
  const table = new Uint8Array(4 * marginal.length);
  marginal.forEach((m, p) => {
    const index = 3 * clampByte(256 * m);
    table.set(map.subarray(index, index + 3), 4 * p);
    table[4 * p + 3] = m > 0 ? 255 * shade : 0;
  });
  return table;
}

function clampByte(value: number): number {
  return Math.max(0, Math.min(255, Math.floor(value)));
}

function drawCrosshair(context: CanvasRenderingContext2D, x: number, y: number, pixelRatio: number): void {
  const gap = 9 * pixelRatio;
  const { width, height } = context.canvas;
  context.lineWidth = pixelRatio;
  context.strokeStyle = "rgb(255 255 255 / 0.55)";
  context.beginPath();
  for (const [x0, y0, x1, y1] of [
    [0, y, x - gap, y],
    [x + gap, y, width, y],
    [x, 0, x, y - gap],
    [x, y + gap, x, height],
  ]) {
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
  }
  context.stroke();
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
