import type { Structure } from "../../formats/dicom/rtstruct-write.ts";
import type { ReferenceCase } from "../../synthetic/reference/cases/case.ts";
import { referenceCases } from "../../synthetic/reference/cases/cases.ts";
import { centreOf, type Scene, toPatient } from "../../synthetic/reference/scene.ts";
import type { Shape } from "../../synthetic/reference/shapes/shape.ts";

/** One body as DICOM and files name it. */
export interface ReferenceStructure {
  readonly case: string;
  readonly observer: string;
  /** Name of its ROI and its segment: the case, with the observer in brackets where there are several. */
  readonly roi: string;
  /** Its mask without an ending, below the folder of masks. */
  readonly path: string;
  readonly shape: Shape;
}

/** Every body of every case, in the order of the reference. */
export function referenceStructures(scene: Scene): ReferenceStructure[] {
  return referenceCases(scene).flatMap((one) => structuresOf(one));
}

/** The bodies of one case. */
export function structuresOf({ name, observers }: ReferenceCase): ReferenceStructure[] {
  const isAlone = observers.length === 1;
  return observers.map((observer) => ({
    case: name,
    observer: observer.name,
    roi: isAlone ? name : `${name} (${observer.name})`,
    path: isAlone ? name : `${name}/${observer.name}`,
    shape: observer.shape,
  }));
}

/** The outlines of a body in every slice, in mm (LPS). */
export function contoursOf(shape: Shape, { grid, sagittaMm }: Scene): Structure["contours"] {
  return Array.from({ length: grid.shape[2] }, (_, slice) => slice).flatMap((slice) => {
    const z = centreOf(grid, 2, slice);
    return shape.section(z, sagittaMm).map((polygon) => {
      const points = new Float64Array((polygon.length / 2) * 3);
      for (let n = 0; n < polygon.length / 2; n++)
        points.set(toPatient(grid, [polygon[2 * n], polygon[2 * n + 1], z]), 3 * n);
      return { points, slice };
    });
  });
}
