import type { PlaneWindow } from "./window.ts";

/** A place in a picture or on a screen: to the right, and down. */
export type Point = readonly [x: number, y: number];

/**
 * How a plane is seen: which of its points is in the middle of the pane, and how large it appears. Points of a plane are
 * counted in voxels from the top left corner of the whole plane; lengths on the screen are CSS pixels.
 */
export interface Camera {
  readonly centre: Point;
  readonly pixelsPerMm: number;
}

/** Zoom goes from a whole body on a phone to a voxel as large as a thumb. */
const LEAST_PIXELS_PER_MM = 0.1;
const MOST_PIXELS_PER_MM = 200;

/** The camera that shows a part of a plane as large as it fits into a pane. */
export function fitCamera(part: PlaneWindow, whole: PlaneWindow, [width, height]: Point): Camera {
  const wideMm = part.across[1] * part.voxelMm[0];
  const highMm = part.down[1] * part.voxelMm[1];
  return {
    centre: [middle(part.across, whole, "across"), middle(part.down, whole, "down")],
    pixelsPerMm: limited(Math.min(width / wideMm, height / highMm)),
  };
}

function middle(
  [first, count]: readonly [number, number],
  whole: PlaneWindow,
  side: "across" | "down",
): number {
  const centre = first + count / 2;
  return whole.view[side].isReversed ? whole[side][1] - centre : centre;
}

/** Where a point of the plane is in a pane of this size. */
export function toPane(camera: Camera, { voxelMm }: PlaneWindow, size: Point, point: Point): Point {
  const { centre, pixelsPerMm } = camera;
  return [
    size[0] / 2 + (point[0] - centre[0]) * voxelMm[0] * pixelsPerMm,
    size[1] / 2 + (point[1] - centre[1]) * voxelMm[1] * pixelsPerMm,
  ];
}

/** The point of the plane at a place in the pane: the inverse of {@link toPane}. */
export function fromPane(camera: Camera, { voxelMm }: PlaneWindow, size: Point, place: Point): Point {
  const { centre, pixelsPerMm } = camera;
  return [
    centre[0] + (place[0] - size[0] / 2) / (voxelMm[0] * pixelsPerMm),
    centre[1] + (place[1] - size[1] / 2) / (voxelMm[1] * pixelsPerMm),
  ];
}

/** A camera that shows the plane `factor` times as large, with the point at `place` staying where it is. */
export function zoomed(
  camera: Camera,
  window: PlaneWindow,
  size: Point,
  place: Point,
  factor: number,
): Camera {
  const fixed = fromPane(camera, window, size, place);
  const pixelsPerMm = limited(camera.pixelsPerMm * factor);
  const moved = fromPane({ ...camera, pixelsPerMm }, window, size, place);
  const [x, y] = camera.centre;
  return { centre: [x + fixed[0] - moved[0], y + fixed[1] - moved[1]], pixelsPerMm };
}

/** A camera that has followed a drag by so many pixels; the middle of the pane stays on the plane. */
export function panned(camera: Camera, { voxelMm, across, down }: PlaneWindow, [dx, dy]: Point): Camera {
  const { centre, pixelsPerMm } = camera;
  const within = (at: number, count: number): number => Math.max(0, Math.min(count, at));
  return {
    centre: [
      within(centre[0] - dx / (voxelMm[0] * pixelsPerMm), across[1]),
      within(centre[1] - dy / (voxelMm[1] * pixelsPerMm), down[1]),
    ],
    pixelsPerMm,
  };
}

/** A camera that is drawn back to the middle of the pane only as far as a point needs to be in sight. */
export function revealing(
  camera: Camera,
  window: PlaneWindow,
  size: Point,
  point: Point,
  marginPixels: number,
): Camera {
  const place = toPane(camera, window, size, point);
  const shift = ([0, 1] as const).map((axis) => {
    const margin = Math.min(marginPixels, size[axis] / 2);
    return Math.max(0, margin - place[axis]) + Math.min(0, size[axis] - margin - place[axis]);
  });
  return shift[0] === 0 && shift[1] === 0 ? camera : panned(camera, window, [shift[0], shift[1]]);
}

function limited(pixelsPerMm: number): number {
  return Math.max(LEAST_PIXELS_PER_MM, Math.min(MOST_PIXELS_PER_MM, pixelsPerMm));
}
