import { panned, type Point, zoomed, fromPane } from "../../planes/camera.ts";
import { draggedWindow, type GreyWindow } from "../../planes/greyLevels.ts";
import { WheelSteps, zoomFactor } from "../../planes/wheel.ts";
import {
  activePlane,
  cameras,
  cursor,
  finishMeasure,
  greys,
  imageRange,
  maximised,
  measuring,
  pointedAt,
  setCamera,
  setGreys,
  tool,
  type Tool,
} from "../../state/viewer.ts";
import type { Analysis } from "../../work/study/analysis.ts";
import { isOverImage, moveCrosshair, type PlaneModel, stepCrosshair, voxelAt } from "./planeModel.ts";

/** A drag of this many pixels zooms by e. */
const ZOOM_PIXELS = 160;
/** A free line takes a point each so many pixels. */
const POINT_PIXELS = 3;

/**
 * What the pointer, the wheel and fingers do over a plane. With the point tool a drag moves the crosshair; the middle button
 * pans and the right one sets the grey levels whatever the tool; two fingers pan and zoom; the wheel turns slices, and with
 * Ctrl, as for a pinch on a track pad, zooms.
 */
export class PlaneGestures {
  /** The plane as it was drawn last. */
  model: PlaneModel | undefined;
  analysis: Analysis | undefined;
  /** The observer whose line is drawn at a place in the pane. */
  observerAt: (place: Point) => number | undefined = () => undefined;
  #isOnLine = false;
  readonly #wheel = new WheelSteps();
  readonly #pointers = new Map<number, Point>();
  #drag: { readonly tool: Tool; readonly from: Point; last: Point; readonly greys: GreyWindow } | undefined;

  down(event: PointerEvent): void {
    const { model } = this;
    if (model === undefined) return;
    const canvas = event.currentTarget as HTMLElement;
    canvas.setPointerCapture(event.pointerId);
    activePlane.value = model.view.name;
    const place = placeOf(event);
    this.#pointers.set(event.pointerId, place);
    if (this.#pointers.size > 1) {
      this.#drag = undefined;
      measuring.value = undefined;
      return;
    }
    const used = event.button === 1 ? "pan" : event.button === 2 ? "window" : tool.peek();
    this.#drag = { tool: used, from: place, last: place, greys: greys.peek() };
    if (used === "point") moveCrosshair(voxelAt(model, place));
    if (used === "distance" || used === "area") {
      const point = fromPane(model.camera, model.window, model.size, place);
      const points = used === "distance" ? [point, point] : [point];
      measuring.value = { plane: model.view.name, slice: model.slice, kind: used, points };
    }
  }

  move(event: PointerEvent): void {
    const { model } = this;
    if (model === undefined) return;
    const place = placeOf(event);
    if (this.#pointers.size > 1) return this.#pinch(model, event.pointerId, place);
    if (event.pointerType !== "touch" || this.#drag !== undefined) this.#pointAt(model, place);
    const drag = this.#drag;
    if (drag === undefined) return;
    this.#pointers.set(event.pointerId, place);
    const by: Point = [place[0] - drag.last[0], place[1] - drag.last[1]];
    drag.last = place;
    const { view, window, camera, size } = model;
    switch (drag.tool) {
      case "point":
        return moveCrosshair(voxelAt(model, place));
      case "pan":
        return setCamera(view.name, panned(camera, window, by));
      case "zoom":
        return setCamera(view.name, zoomed(camera, window, size, drag.from, Math.exp(-by[1] / ZOOM_PIXELS)));
      case "window": {
        const range = imageRange.peek();
        if (range === undefined) return undefined;
        const [x, y] = drag.from;
        return setGreys(draggedWindow(drag.greys, place[0] - x, place[1] - y, range));
      }
      default:
        return this.#measure(model, place);
    }
  }

  up(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    if (this.#drag?.tool === "distance" || this.#drag?.tool === "area") finishMeasure();
    this.#drag = undefined;
  }

  leave(): void {
    if (this.#drag !== undefined) return;
    cursor.value = undefined;
    this.#pointAtObserver(undefined);
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    const { model, analysis } = this;
    if (model === undefined || analysis === undefined) return;
    activePlane.value = model.view.name;
    if (event.ctrlKey) {
      const { camera, window, size } = model;
      setCamera(model.view.name, zoomed(camera, window, size, placeOf(event), zoomFactor(event)));
      return;
    }
    const steps = this.#wheel.take(event);
    if (steps !== 0) stepCrosshair(model.view.through, steps, analysis);
  }

  doubleClick(): void {
    if (this.model === undefined || tool.peek() !== "point") return;
    const { name } = this.model.view;
    maximised.value = maximised.peek() === undefined ? name : undefined;
  }

  #pointAt(model: PlaneModel, place: Point): void {
    const plane = model.view.name;
    cursor.value = isOverImage(model, place) ? { plane, voxel: voxelAt(model, place), place } : undefined;
    if (this.#drag === undefined && tool.peek() === "point") this.#pointAtObserver(this.observerAt(place));
  }

  /** Shows the observer whose line is pointed at alone, as lists and charts do. */
  #pointAtObserver(observer: number | undefined): void {
    if (observer === undefined && !this.#isOnLine) return;
    this.#isOnLine = observer !== undefined;
    pointedAt.value = observer;
  }

  #pinch(model: PlaneModel, id: number, place: Point): void {
    const other = [...this.#pointers].find(([key]) => key !== id)?.[1];
    const before = this.#pointers.get(id);
    if (other === undefined || before === undefined) return;
    const { view, window, size } = model;
    const camera = cameras.peek()[view.name] ?? model.camera;
    const distance = (a: Point): number => Math.max(10, Math.hypot(a[0] - other[0], a[1] - other[1]));
    const middle: Point = [(place[0] + other[0]) / 2, (place[1] + other[1]) / 2];
    const by: Point = [(place[0] - before[0]) / 2, (place[1] - before[1]) / 2];
    const factor = distance(place) / distance(before);
    setCamera(view.name, panned(zoomed(camera, window, size, middle, factor), window, by));
    this.#pointers.set(id, place);
  }

  #measure({ camera, window, size }: PlaneModel, place: Point): void {
    const drawn = measuring.peek();
    if (drawn === undefined) return;
    const point = fromPane(camera, window, size, place);
    if (drawn.kind === "distance") {
      measuring.value = { ...drawn, points: [drawn.points[0], point] };
      return;
    }
    const last = drawn.points[drawn.points.length - 1];
    const stepMm = POINT_PIXELS / camera.pixelsPerMm;
    const farMm = Math.hypot(
      (point[0] - last[0]) * window.voxelMm[0],
      (point[1] - last[1]) * window.voxelMm[1],
    );
    if (farMm >= stepMm) measuring.value = { ...drawn, points: [...drawn.points, point] };
  }
}

/** Where an event is in the element that it came to, in CSS pixels. */
function placeOf(event: MouseEvent): Point {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}
