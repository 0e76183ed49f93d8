import type { Grid } from "../image/grid.ts";
import { surfaceAgreement } from "../raters/agreement/surface.ts";
import { type EmptyPolicy, meanOfDefined } from "../raters/empty.ts";
import type { VoteMap } from "../raters/voteMap.ts";
import type { SurfaceFigures } from "./caseEvaluation.ts";

/** Distances between the surfaces of a model and its observers. */
export interface ModelSurfaces {
  /** Of the model and each of the R observers. */
  readonly toObservers: readonly SurfaceFigures[];
  /** Their means. */
  readonly mean: SurfaceFigures;
  /** Means over the pairs of observers. */
  readonly amongObservers: SurfaceFigures;
}

/** Whether the axes of a grid are at right angles, as distances between surfaces need. */
export function hasRightAngles({ directions: [a, b, c] }: Grid): boolean {
  const dot = (u: readonly number[], v: readonly number[]): number => u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
  return [dot(a, b), dot(a, c), dot(b, c)].every((cosine) => Math.abs(cosine) <= 1e-3);
}

/**
 * @param map the observers' masks and, last of all, the model's
 * @param grid with axes at right angles
 * @param empty the surface Dice of two empty masks
 */
export function modelSurfaces(
  map: VoteMap,
  grid: Grid,
  empty: EmptyPolicy,
  toleranceMm: number,
): ModelSurfaces {
  const model = map.raters - 1;
  const { hausdorff95Mm, meanDistanceMm, surfaceDice } = surfaceAgreement(map, grid, empty, toleranceMm);
  const ofPair = (j: number, k: number): SurfaceFigures => ({
    hausdorff95Mm: hausdorff95Mm[j][k],
    meanDistanceMm: meanDistanceMm[j][k],
    surfaceDice: surfaceDice[j][k],
  });
  const observers = Array.from({ length: model }, (_, k) => k);
  const toObservers = observers.map((k) => ofPair(model, k));
  const pairs = observers.flatMap((j) => observers.slice(j + 1).map((k) => ofPair(j, k)));
  return { toObservers, mean: meanOf(toObservers), amongObservers: meanOf(pairs) };
}

function meanOf(figures: readonly SurfaceFigures[]): SurfaceFigures {
  const mean = (name: keyof SurfaceFigures): number => meanOfDefined(figures.map((each) => each[name]));
  return {
    hausdorff95Mm: mean("hausdorff95Mm"),
    meanDistanceMm: mean("meanDistanceMm"),
    surfaceDice: mean("surfaceDice"),
  };
}
