import type { Triple } from "../../../src/image/grid.ts";
import { type Camera, fitCamera, fromPane, type Point, revealing } from "../../planes/camera.ts";
import type { PlaneView } from "../../planes/orientation.ts";
import { fromPicture, type PlaneWindow, toPicture, windowOf } from "../../planes/window.ts";
import { change, parameter } from "../../state/store.ts";
import { crosshair } from "../../state/study.ts";
import { cameras, setCamera } from "../../state/viewer.ts";
import type { Analysis } from "../../work/study/analysis.ts";

/** Room around the structure, in mm. */
const MARGIN_MM = 12;
/** The crosshair stays so far from the border of a pane that was zoomed, in CSS pixels. */
const SIGHT_PIXELS = 24;

const zoom = parameter("viewer", "zoom");

/** A plane in its pane: what it shows of the image, and what moves it. */
export interface PlaneModel {
  readonly view: PlaneView;
  readonly window: PlaneWindow;
  readonly camera: Camera;
  readonly size: Point;
  readonly slice: number;
  readonly slices: number;
}

/** @param size of the pane in CSS pixels, not 0 */
export function planeModel(view: PlaneView, { grid, box }: Analysis, size: Point): PlaneModel {
  const window = windowOf(view, grid, undefined, 0);
  const part = zoom.value === "image" ? window : windowOf(view, grid, box, MARGIN_MM);
  const camera = cameras.value[view.name] ?? fitCamera(part, window, size);
  const at = crosshair.value;
  return { view, window, camera, size, slice: at[view.through], slices: grid.shape[view.through] };
}

/** The voxel of the slice at a place in the pane; the nearest one where the place is beside the image. */
export function voxelAt({ camera, window, size }: PlaneModel, place: Point): Triple {
  return fromPicture(window, fromPane(camera, window, size, place), crosshair.peek());
}

/** Whether a place in the pane is over the image. */
export function isOverImage({ camera, window, size }: PlaneModel, place: Point): boolean {
  const [x, y] = fromPane(camera, window, size, place);
  return x >= 0 && y >= 0 && x < window.across[1] && y < window.down[1];
}

export function moveCrosshair(voxel: Triple): void {
  change("viewer", { at: voxel.join(".") });
}

/** Moves the crosshair by voxels along an axis of the grid, as far as the image goes. */
export function stepCrosshair(axis: 0 | 1 | 2, steps: number, { grid }: Pick<Analysis, "grid">): void {
  const moved: [number, number, number] = [...crosshair.peek()];
  moved[axis] = Math.max(0, Math.min(grid.shape[axis] - 1, moved[axis] + steps));
  moveCrosshair(moved);
}

/** Brings the crosshair back into the sight of a plane that was moved or zoomed. */
export function revealCrosshair({ view, camera, window, size }: PlaneModel): void {
  if (cameras.peek()[view.name] === undefined) return;
  const moved = revealing(camera, window, size, toPicture(window, crosshair.peek()), SIGHT_PIXELS);
  if (moved !== camera) setCamera(view.name, moved);
}
