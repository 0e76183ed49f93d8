import type { Camera } from "../../planes/camera.ts";
import { type PlaneView, planeViews } from "../../planes/orientation.ts";
import { change } from "../../state/store.ts";
import { analysis, crosshair } from "../../state/study.ts";
import { stepThreshold } from "../../state/thresholdSteps.ts";
import {
  activePlane,
  cameras,
  finishMeasure,
  isolate,
  isolated,
  maximised,
  measuring,
  resetView,
  setCamera,
  toggleShading,
  tool,
  type Tool,
} from "../../state/viewer.ts";
import { toPicture, windowOf } from "../../planes/window.ts";
import { turnStructure } from "./InspectorHead.tsx";
import { stepCrosshair } from "./planeModel.ts";

/** Keys of the viewer, and what they do. */
export const VIEWER_KEYS: readonly (readonly [keys: string, what: string])[] = [
  ["↑ ↓ or Page Up, Page Down", "next slice of the plane in use"],
  ["Shift with arrows", "crosshair by a voxel"],
  ["← →", "threshold, a step"],
  ["T · /", "threshold at the best t · at 1/2"],
  ["V H Z W", "point, pan, zoom, window and level"],
  ["D A", "measure a distance · an area and its volume"],
  ["Enter", "with D or A: a corner at the crosshair; again on the first corner, or a second time, ends it"],
  ["+ − · 0", "zoom in, out · reset view"],
  ["M or double click", "one pane alone, or all"],
  ["O, then 1 to 9", "one observer alone"],
  ["S", "shading where observers disagree"],
  ["J K", "next, previous structure"],
  ["Wheel · with Ctrl, or pinch", "slices · zoom"],
  ["Middle · right button", "pan · window and level"],
  ["Esc", "all observers, all panes; ends a measure"],
];

const TOOL_KEYS: Readonly<Record<string, Tool>> = {
  v: "point",
  h: "pan",
  z: "zoom",
  w: "window",
  d: "distance",
  a: "area",
};

/** Controls that take keys themselves, all or the arrows alone. */
const OWN_KEYS = "input, select, textarea, dialog, [contenteditable]";
const OWN_ARROWS = "[role=separator], [role=slider], .pane.surface canvas";

const ZOOM_STEP = 1.25;

/** O was pressed, and a digit is expected. */
let isChoosing = false;

/** Does what a key of the viewer says; keys that a control of its own takes never come here. */
export function viewerKey(event: KeyboardEvent): void {
  const target = event.target as Element | null;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (target?.closest(OWN_KEYS) != null) return;
  if (event.key.startsWith("Arrow") && target?.closest(OWN_ARROWS) != null) return;
  const act = actionOf(event, target);
  if (act === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function actionOf(event: KeyboardEvent, target: Element | null): (() => void) | undefined {
  const { key, shiftKey } = event;
  const found = analysis.peek();
  if (isChoosing) {
    isChoosing = false;
    const observer = found?.observers.find(({ index }) => String(index + 1) === key);
    if (observer !== undefined) return () => isolate(observer.index);
    // A digit of nobody chooses nobody, and no other view.
    if (/^[1-9]$/.test(key)) return () => undefined;
  }
  if (found === undefined) return undefined;
  const view = planeViews(found.grid).find(({ name }) => name === activePlane.peek())!;
  const lower = key.toLowerCase();
  if (key.startsWith("Arrow")) {
    if (shiftKey) return () => stepCrosshair(...crosshairStep(view, key), found);
    if (key === "ArrowUp" || key === "ArrowDown")
      return () => stepCrosshair(view.through, key === "ArrowUp" ? 1 : -1, found);
    return () => stepThreshold(key === "ArrowRight" ? 1 : -1);
  }
  if (Object.hasOwn(TOOL_KEYS, lower)) return () => (tool.value = TOOL_KEYS[lower]);
  const isOnControl = target?.closest("button, a, summary") != null;
  switch (lower) {
    case "pageup":
      return () => stepCrosshair(view.through, 1, found);
    case "pagedown":
      return () => stepCrosshair(view.through, -1, found);
    case "t":
      return () => change("viewer", { threshold: "t" });
    case "/":
      return () => change("viewer", { threshold: "half" });
    case "m":
      return () => (maximised.value = maximised.peek() === undefined ? paneOf(target, view) : undefined);
    case "o":
      return () => (isChoosing = true);
    case "s":
      return toggleShading;
    case "j":
      return () => turnStructure(1);
    case "k":
      return () => turnStructure(-1);
    case "0":
      return resetView;
    case "+":
    case "=":
      return () => zoomBy(view, ZOOM_STEP);
    case "-":
      return () => zoomBy(view, 1 / ZOOM_STEP);
    case "enter":
      return isOnControl || (tool.peek() !== "distance" && tool.peek() !== "area")
        ? undefined
        : () => putCorner(view);
    case "escape":
      return endAll;
    default:
      return undefined;
  }
}

function paneOf(target: Element | null, view: PlaneView): "surface" | PlaneView["name"] {
  return target?.closest(".pane.surface") == null ? view.name : "surface";
}

/** Along which axis an arrow key moves the crosshair of a plane, and which way. */
function crosshairStep({ across, down }: PlaneView, key: string): [axis: 0 | 1 | 2, steps: number] {
  const { axis, isReversed } = key === "ArrowLeft" || key === "ArrowRight" ? across : down;
  const isOn = key === "ArrowRight" || key === "ArrowDown";
  return [axis, isOn === isReversed ? -1 : 1];
}

/** Zooms a plane about its middle. A plane that was never moved is first taken as it is drawn. */
function zoomBy({ name }: PlaneView, factor: number): void {
  const camera = cameras.peek()[name] ?? shownCameras.get(name)?.();
  if (camera !== undefined) setCamera(name, { ...camera, pixelsPerMm: camera.pixelsPerMm * factor });
}

/** What each plane that is on the page is seen with. */
export const shownCameras = new Map<PlaneView["name"], () => Camera>();

/** A corner of a measure at the crosshair: the second ends a distance, one on the first corner an area. */
function putCorner(view: PlaneView): void {
  const found = analysis.peek();
  const kind = tool.peek();
  if (found === undefined || (kind !== "distance" && kind !== "area")) return;
  const at = crosshair.peek();
  const point = toPicture(windowOf(view, found.grid, undefined, 0), at);
  const drawn = measuring.peek();
  const slice = at[view.through];
  if (drawn === undefined || drawn.plane !== view.name || drawn.slice !== slice || drawn.kind !== kind) {
    measuring.value = { plane: view.name, slice, kind, points: [point] };
    return;
  }
  const [first] = drawn.points;
  const isClosing = kind === "area" && first[0] === point[0] && first[1] === point[1];
  if (!isClosing) measuring.value = { ...drawn, points: [...drawn.points, point] };
  if (isClosing || kind === "distance") finishMeasure();
}

function endAll(): void {
  measuring.value = undefined;
  isolated.value = undefined;
  maximised.value = undefined;
}
