import { colourMap } from "../../src/report/colour.ts";
import { outlinePath } from "../../src/report/outline.ts";
import type { Analysis } from "../work/study/analysis.ts";
import { type Camera, type Point, toPane } from "./camera.ts";
import { type GreyWindow, paintGreys } from "./greyLevels.ts";
import type { LineStyle } from "./styles.ts";
import type { VectorSlices } from "./vectorSlices.ts";
import { boxWindow, cut, type Field, type PlaneWindow } from "./window.ts";

/** A line to be drawn: the outline of a segmentation, or the contours that an observer drew where a plane has them. */
export interface LineLayer {
  /** The classes of voxels inside. */
  readonly taken: Uint8Array;
  readonly vectors?: VectorSlices | undefined;
  readonly style: LineStyle;
  /** Stands on the line once, in a direction of its own, so that colour is not the only difference. */
  readonly mark?:
    | {
        /** The data of an SVG path around (0, 0). */
        readonly shape: string;
        readonly direction: number;
      }
    | undefined;
  readonly isDimmed: boolean;
  /** Whose contours they are, by index in the structure's list; left out for methods. */
  readonly observer?: number;
}

/** What is laid over the image: voxels where observers disagree, the whole marginal, or nothing. */
export type Shading = "disagreement" | "marginal" | "off";

/** What a plane shows. */
export interface PlanePicture {
  /** The whole plane. */
  readonly window: PlaneWindow;
  readonly slice: number;
  readonly analysis: Analysis;
  readonly image: Field | undefined;
  readonly greys: GreyWindow;
  readonly shading: Shading;
  /** From the bottom to the top. */
  readonly lines: readonly LineLayer[];
}

/** Classes of the voxels of one slice of the box, and where they stand. */
interface CutClasses {
  readonly key: readonly unknown[];
  readonly of: Uint32Array;
  readonly part: PlaneWindow;
}

const DIMMED = 0.16;
/** A line is pointed at from so near, in CSS pixels. */
const REACH_PIXELS = 3;
/** The tint of voxels that some marked and others did not. */
const DISAGREEMENT = [143, 144, 238] as const;

/** Draws planes on one canvas, keeping what does not change from one frame to the next. */
export class PlanePainter {
  readonly #context: CanvasRenderingContext2D;
  /** What stands on the canvas. */
  #last: { readonly key: readonly unknown[]; readonly isQuick: boolean } = { key: [], isQuick: false };
  readonly #ground = new Layer();
  /** Intensities of the slice, so that a change of grey levels need not read the image again. */
  #values: { readonly key: readonly unknown[]; readonly of: Float32Array } = {
    key: [],
    of: new Float32Array(0),
  };
  readonly #shade = new Layer();
  #classes: CutClasses | undefined;
  #paths = new Map<unknown, Path2D>();
  /** Observers' lines as they were drawn last, in pixels of the screen. */
  #drawn: { readonly observer: number; readonly path: Path2D }[] = [];

  constructor(canvas: HTMLCanvasElement) {
    this.#context = canvas.getContext("2d")!;
  }

  /**
   * Draws the picture over the whole canvas, whose pixels are those of the screen, where it does not stand there already.
   *
   * @param size of the canvas in CSS pixels
   * @param isQuick whether it is one picture of many in a drag, and the image may be interpolated as quickly as can be
   */
  draw(
    picture: PlanePicture,
    camera: Camera,
    size: Point,
    { pixelRatio, isQuick }: { readonly pixelRatio: number; readonly isQuick: boolean },
  ): void {
    const { window, slice, analysis, image, greys, shading, lines } = picture;
    const context = this.#context;
    const { width, height } = context.canvas;
    const { centre, pixelsPerMm } = camera;
    const key = [window.view.name, slice, analysis, image, greys, shading, lines];
    key.push(...centre, pixelsPerMm, ...size, width, height, pixelRatio);
    if (isSame(this.#last.key, key) && (isQuick || !this.#last.isQuick)) return;
    this.#last = { key, isQuick };
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.imageSmoothingQuality = isQuick ? "low" : "high";
    context.clearRect(0, 0, width, height);
    const [x, y] = toPane(camera, window, size, [0, 0]);
    const scaleX = window.voxelMm[0] * camera.pixelsPerMm * pixelRatio;
    const scaleY = window.voxelMm[1] * camera.pixelsPerMm * pixelRatio;
    const place = new DOMMatrix([scaleX, 0, 0, scaleY, x * pixelRatio, y * pixelRatio]);
    this.#drawGround(picture, place);
    const classes = this.#cutClasses(picture);
    this.#drawn = [];
    this.#drawShade(picture, classes, place);
    for (const line of lines) this.#drawLine(line, picture, classes, place, pixelRatio);
  }

  /** The observer whose line runs within a few CSS pixels of a place in the pane; the topmost, if several do. */
  observerAt([x, y]: Point, pixelRatio: number): number | undefined {
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.lineWidth = 2 * REACH_PIXELS * pixelRatio;
    return this.#drawn.findLast(({ path }) => context.isPointInStroke(path, x * pixelRatio, y * pixelRatio))
      ?.observer;
  }

  /** The classes in the box of what is marked, on one slice. */
  #cutClasses({ window, slice, analysis }: PlanePicture): CutClasses {
    const key = [window.view.name, slice, analysis];
    if (this.#classes === undefined || !isSame(this.#classes.key, key)) {
      const { box, grid } = analysis;
      const part = boxWindow(window.view, grid, box);
      const of = new Uint32Array(part.across[1] * part.down[1]);
      this.#classes = { key, part, of: cut({ data: analysis.classes, box }, part, slice, 0, of) };
      this.#paths.clear();
    }
    return this.#classes;
  }

  #drawGround({ window, slice, image, greys }: PlanePicture, place: DOMMatrix): void {
    if (image === undefined) return;
    const [width, height] = [window.across[1], window.down[1]];
    const key = [window.view.name, slice, image];
    if (!isSame(this.#values.key, key) || this.#values.of.length !== width * height) {
      const of =
        this.#values.of.length === width * height ? this.#values.of : new Float32Array(width * height);
      this.#values = { key, of: cut(image, window, slice, 0, of) };
    }
    const { of } = this.#values;
    this.#ground.update([...key, greys], width, height, (pixels) => paintGreys(of, greys, pixels));
    this.#ground.draw(this.#context, place, [0, 0], true);
  }

  #drawShade(
    { window, analysis, shading }: PlanePicture,
    { of, part, key }: CutClasses,
    place: DOMMatrix,
  ): void {
    if (shading === "off") return;
    const [width, height] = [part.across[1], part.down[1]];
    this.#shade.update([...key, shading], width, height, (pixels) => {
      const colours = shading === "marginal" ? marginalColours(analysis) : doubtColours(analysis);
      for (let i = 0; i < of.length; i++) pixels[i] = colours[of[i]];
    });
    this.#shade.draw(this.#context, place, cornerOf(part, window), false);
  }

  #drawLine(
    { taken, vectors, style, mark, isDimmed, observer }: LineLayer,
    { window, slice }: PlanePicture,
    { of, part }: CutClasses,
    place: DOMMatrix,
    pixelRatio: number,
  ): void {
    const context = this.#context;
    const isDrawn = vectors?.has(window.view.through, slice) === true;
    const key = isDrawn ? vectors : taken;
    let path = this.#paths.get(key);
    if (path === undefined) {
      path = isDrawn
        ? vectorPath(vectors, window, slice)
        : tracePath(of, taken, part, cornerOf(part, window));
      // Tables of a moving threshold come and go.
      if (this.#paths.size > 256) this.#paths.clear();
      this.#paths.set(key, path);
    }
    const scaled = new Path2D();
    scaled.addPath(path, place);
    if (observer !== undefined) this.#drawn.push({ observer, path: scaled });
    context.lineJoin = "round";
    context.lineCap = "butt";
    context.globalAlpha = isDimmed ? DIMMED : 1;
    context.setLineDash([]);
    if (!isDimmed) {
      context.strokeStyle = "rgb(0 0 0 / 0.55)";
      context.lineWidth = (style.width + 1.6) * pixelRatio;
      context.stroke(scaled);
    }
    context.setLineDash(style.dashes.map((length) => length * pixelRatio));
    context.strokeStyle = style.colour;
    context.lineWidth = style.width * pixelRatio;
    context.stroke(scaled);
    context.setLineDash([]);
    if (mark !== undefined && !isDimmed) {
      const corner = cornerOf(part, window);
      const at = isDrawn
        ? farthestOfLines(vectors.on(window, slice), mark.direction)
        : farthestOfMask(of, taken, part, corner, mark.direction);
      if (at !== undefined)
        this.#drawMark(
          markPath(mark.shape),
          style.colour,
          place.transformPoint({ x: at[0], y: at[1] }),
          pixelRatio,
        );
    }
    context.globalAlpha = 1;
  }

  #drawMark(shape: Path2D, colour: string, { x, y }: DOMPointReadOnly, pixelRatio: number): void {
    const context = this.#context;
    context.setTransform(pixelRatio, 0, 0, pixelRatio, x, y);
    context.strokeStyle = "rgb(0 0 0 / 0.75)";
    context.lineWidth = 2.4;
    context.stroke(shape);
    context.fillStyle = colour;
    context.fill(shape);
    context.setTransform(1, 0, 0, 1, 0, 0);
  }
}

/** A raster of one pixel a voxel, made anew only when what it shows changes. */
class Layer {
  readonly #canvas = new OffscreenCanvas(1, 1);
  #image = new ImageData(1, 1);
  #key: readonly unknown[] = [];

  update(key: readonly unknown[], width: number, height: number, paint: (pixels: Uint32Array) => void): void {
    if (isSame(this.#key, key)) return;
    this.#key = key;
    if (this.#image.width !== width || this.#image.height !== height) {
      this.#image = new ImageData(width, height);
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    paint(new Uint32Array(this.#image.data.buffer));
    this.#canvas.getContext("2d")!.putImageData(this.#image, 0, 0);
  }

  draw(context: CanvasRenderingContext2D, place: DOMMatrix, [x, y]: Point, isSmooth: boolean): void {
    context.setTransform(place);
    context.imageSmoothingEnabled = isSmooth;
    context.drawImage(this.#canvas, x, y);
    context.setTransform(1, 0, 0, 1, 0, 0);
  }
}

/** Where the top left corner of a part stands in the picture of the whole plane. */
function cornerOf(part: PlaneWindow, whole: PlaneWindow): Point {
  const corner = (side: "across" | "down"): number => {
    const [first, count] = part[side];
    return whole.view[side].isReversed ? whole[side][1] - first - count : first;
  };
  return [corner("across"), corner("down")];
}

const markPaths = new Map<string, Path2D>();

/** The path of a shape, made once. */
function markPath(shape: string): Path2D {
  const path = markPaths.get(shape) ?? new Path2D(shape);
  markPaths.set(shape, path);
  return path;
}

function vectorPath(vectors: VectorSlices, window: PlaneWindow, slice: number): Path2D {
  const path = new Path2D();
  for (const line of vectors.on(window, slice)) {
    path.moveTo(line[0], line[1]);
    for (let p = 2; p < line.length; p += 2) path.lineTo(line[p], line[p + 1]);
    path.closePath();
  }
  return path;
}

function tracePath(classes: Uint32Array, taken: Uint8Array, part: PlaneWindow, [x, y]: Point): Path2D {
  const mask = new Uint8Array(classes.length);
  let any = 0;
  for (let i = 0; i < classes.length; i++) any |= mask[i] = taken[classes[i]];
  const path = new Path2D();
  if (any === 0) return path;
  const outline = outlinePath({ values: mask, width: part.across[1], height: part.down[1] });
  path.addPath(new Path2D(outline), new DOMMatrix([1, 0, 0, 1, x, y]));
  return path;
}

/** The point of some lines that lies farthest in a direction, in radians clockwise from the right. */
function farthestOfLines(lines: readonly Float32Array[], direction: number): Point | undefined {
  let best: Point | undefined;
  let most = -Infinity;
  for (const line of lines) {
    for (let p = 0; p < line.length; p += 2) {
      const reach = line[p] * Math.cos(direction) + line[p + 1] * Math.sin(direction);
      if (reach > most) [most, best] = [reach, [line[p], line[p + 1]]];
    }
  }
  return best;
}

/** The corner of a mask that lies farthest in a direction. */
function farthestOfMask(
  classes: Uint32Array,
  taken: Uint8Array,
  { across: [, width] }: PlaneWindow,
  [left, top]: Point,
  direction: number,
): Point | undefined {
  const [cos, sin] = [Math.cos(direction), Math.sin(direction)];
  let best: Point | undefined;
  let most = -Infinity;
  for (let i = 0; i < classes.length; i++) {
    if (taken[classes[i]] === 0) continue;
    const x = (i % width) + (cos > 0 ? 1 : 0);
    const y = Math.floor(i / width) + (sin > 0 ? 1 : 0);
    const reach = x * cos + y * sin;
    if (reach > most) [most, best] = [reach, [x + left, y + top]];
  }
  return best;
}

/** A pixel of each class in ABGR: viridis of m, clear where nobody marked. */
const marginalColours = onceEach(({ marginal }: Analysis): Uint32Array => {
  const map = colourMap("viridis");
  return Uint32Array.from(marginal, (m) => {
    const index = 3 * Math.max(0, Math.min(255, Math.floor(256 * m)));
    return m > 0 ? abgr(map[index], map[index + 1], map[index + 2], 130) : 0;
  });
});

/** A pixel of each class: the more, the nearer m(1 − m) is to its largest; clear where all agree. */
const doubtColours = onceEach(({ marginal }: Analysis): Uint32Array =>
  Uint32Array.from(marginal, (m) =>
    m > 0 && m < 1 ? abgr(...DISAGREEMENT, 40 + 90 * Math.sqrt(4 * m * (1 - m))) : 0,
  ),
);

/** What is made of an object, made once as long as the object is there: a map has 32,000 classes. */
function onceEach<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, Value>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

function abgr(red: number, green: number, blue: number, alpha: number): number {
  return ((Math.round(alpha) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
