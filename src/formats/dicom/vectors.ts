import type { Triple } from "../../image/grid.ts";

export function cross(a: Triple, b: Triple): Triple {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function subtract(a: Triple, b: Triple): Triple {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** A plane as its header gives it. */
interface PlacedPlane {
  readonly positionMm: Triple;
  readonly rowDirection: Triple;
  readonly columnDirection: Triple;
}

/** Where a plane lies along its normal, row × column, in mm. */
export function alongNormal({ positionMm, rowDirection, columnDirection }: PlacedPlane): number {
  return dot(cross(rowDirection, columnDirection), positionMm);
}
