import { SoftdiceError } from "../../core/errors.ts";

/** What nobody drew: contours of a plane that would take hours to make sense of. */
export class IntricateContours extends SoftdiceError {
  /** @param problem what a structure has that is so */
  constructor(problem: string) {
    super({
      subject: "contours of a plane",
      problem,
      expected: "outlines as people and programs draw them",
      remedy: "export the structure again, or leave it out",
    });
  }
}

/** A closed polygon in a plane: vertex n at (x[n], y[n]), the last joined to the first. */
export interface Polygon {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** [x_min, y_min, x_max, y_max]; of no point [∞, ∞, −∞, −∞]. */
export type Box = readonly [number, number, number, number];

export function boxOf({ x, y }: Polygon): Box {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < x.length; i++) {
    box[0] = Math.min(box[0], x[i]);
    box[1] = Math.min(box[1], y[i]);
    box[2] = Math.max(box[2], x[i]);
    box[3] = Math.max(box[3], y[i]);
  }
  return box;
}

/** Whether two boxes are no farther than `slack` from each other. */
export function boxesMeet(a: Box, b: Box, slack = 0): boolean {
  return a[0] <= b[2] + slack && b[0] <= a[2] + slack && a[1] <= b[3] + slack && b[1] <= a[3] + slack;
}

/** Squared distance of a point from the segment a → b. */
export function squaredDistance(
  px: number,
  py: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const [ux, uy] = [bx - ax, by - ay];
  const length = ux * ux + uy * uy;
  const along = length === 0 ? 0 : ((px - ax) * ux + (py - ay) * uy) / length;
  const part = Math.min(1, Math.max(0, along));
  const [dx, dy] = [px - ax - part * ux, py - ay - part * uy];
  return dx * dx + dy * dy;
}

/** Length of the outline, where a step along x is `dx` mm and one along y `dy` mm. */
export function perimeterMm({ x, y }: Polygon, [dx, dy]: readonly [number, number]): number {
  let length = 0;
  for (let i = 0, j = x.length - 1; i < x.length; j = i, i++) {
    length += Math.hypot((x[i] - x[j]) * dx, (y[i] - y[j]) * dy);
  }
  return length;
}
