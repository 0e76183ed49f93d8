import type { Box } from "../../image/crop.ts";
import type { Grid } from "../../image/grid.ts";
import type { EmptyPolicy } from "../empty.ts";
import type { MarkedPart } from "../markedPart.ts";
import { type ConsensusMethod, consensusMethods } from "../methods.ts";
import type { VotePatterns } from "../patterns.ts";
import { isSameSelection, paint, type Selection, size } from "../selection.ts";
import type { VoteMap } from "../voteMap.ts";
import { DisagreementSum, type LocalDisagreement } from "./disagreement.ts";
import { type LeftOut, withoutEach } from "./leaveOneOut.ts";
import { type Directed, directedDistance } from "./directed.ts";
import { directedAmong } from "./directedAmong.ts";
import { beginNothing, type BeginTasks } from "./distanceTasks.ts";
import { joinDirections, joinPairs, type SurfaceDistances } from "./surface.ts";
import { type Surface, SurfaceSpace } from "./surfaceSpace.ts";

/** Every distance between surfaces that the report of one structure shows. */
export interface MeasuredSurfaces {
  /** Of the observers, pair by pair: R×R. */
  readonly pairs: readonly (readonly SurfaceDistances[])[];
  /** Of each observer from the consensus of the others; empty for a single observer. */
  readonly others: readonly SurfaceDistances[];
  /** Of each observer from each method's segmentation. */
  readonly methods: Readonly<Record<ConsensusMethod, readonly SurfaceDistances[]>>;
  /** Undefined where the Dice-optimal consensus has no surface or fewer than two observers have one. */
  readonly disagreement: LocalDisagreement | undefined;
}

/** Whether the axes of a grid are at right angles, to a tenth of a degree or so, as distances between surfaces need. */
export function hasRightAngles({ directions: [a, b, c] }: Grid): boolean {
  const dot = (u: readonly number[], v: readonly number[]): number => u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
  return [dot(a, b), dot(a, c), dot(b, c)].every((cosine) => Math.abs(cosine) <= 1e-3);
}

/** What the distances are measured on. */
interface Measured {
  /** The votes on the whole grid; asked for only where a method holds voxels that nobody marked, or nobody marked any. */
  readonly wholeMap: () => VoteMap;
  /** The part of it that anyone marked. */
  readonly marked: MarkedPart | undefined;
  readonly votes: VotePatterns;
  readonly grid: Grid;
}

/**
 * All distances between the surfaces of observers, of the consensus of all but one, and of the methods; with a distance
 * transform for each of them, in the box of the union of the observers.
 *
 * @param grid with axes at right angles; see {@link hasRightAngles}
 * @param begin has the distances to consensuses begun while those of all pairs are measured
 */
export function measureSurfaces(
  { wholeMap, marked, votes, grid }: Measured,
  selections: Readonly<Record<ConsensusMethod, Selection>>,
  leftOut: readonly LeftOut[],
  empty: EmptyPolicy,
  toleranceMm: number,
  begin: BeginTasks = beginNothing,
): MeasuredSurfaces {
  // Where a method holds voxels that nobody marked, they may be anywhere.
  const isBackgroundIn = consensusMethods.some((method) => selections[method][0] > 0);
  const anywhere: Box = { start: [0, 0, 0], end: isBackgroundIn ? grid.shape : [1, 1, 1] };
  const { box, map: part } = (isBackgroundIn ? undefined : marked) ?? {
    box: anywhere,
    map: wholeMap().crop(grid.shape, anywhere),
  };
  const space = new SurfaceSpace(grid, box);
  const raters = Array.from({ length: votes.table.raters }, (_, k) => k);
  const codes = raters.map((k) => space.codes(part.mask(k)));
  const surfaces = codes.map((each) => space.surface(each));
  const ofMethods = surfacesOfMethods(selections, (selection) => {
    const rater = raters.find((k) => isOf(selection, k, votes));
    return rater === undefined ? space.surface(space.codes(paint(part, votes, selection))) : surfaces[rater];
  });
  const consensus = ofMethods[consensusMethods.indexOf("diceOptimal")];
  const without = withoutEach(votes, leftOut);
  const ofOthers = leftOut.map((_, k) =>
    space.surface(space.codes(part.expand(without(k), new Uint8Array(part.voxels)))),
  );

  // Methods often agree to the voxel.
  const sameAs = ofMethods.map((to) => ofMethods.findIndex((other) => isSame(to, other)));
  const distinct = [...new Set(sameAs)];
  const finish = begin({
    grid,
    box,
    toleranceMm,
    tasks: [
      ...distinct.map((m) => ({ to: ofMethods[m], from: surfaces })),
      ...ofOthers.map((to, k) => ({ to, from: [surfaces[k]] })),
    ],
  });

  const sum = new DisagreementSum(consensus);
  const fromOthers: Directed[] = [];
  const fromMethods: Directed[][] = ofMethods.map(() => []);
  const directed = directedAmong(surfaces, space, toleranceMm, (k, squared) => {
    if (surfaces[k].positions.length > 0) sum.add(squared, codes[k]);
    if (leftOut.length > 0) fromOthers[k] = directedDistance(ofOthers[k], squared, toleranceMm);
    for (const [m, from] of ofMethods.entries())
      fromMethods[m][k] = directedDistance(from, squared, toleranceMm);
  });
  const measured = finish(space);
  const others = measured
    .slice(distinct.length)
    .map(([there], k) => joinDirections(there, fromOthers[k], empty));
  const methods = sameAs.map((m) =>
    measured[distinct.indexOf(m)].map((there, k) => joinDirections(there, fromMethods[m][k], empty)),
  );
  const hasDisagreement =
    consensus.positions.length > 0 && surfaces.filter(({ positions }) => positions.length > 0).length > 1;
  return {
    pairs: joinPairs(directed, empty),
    others,
    methods: Object.fromEntries(consensusMethods.map((method, m) => [method, methods[m]])) as Record<
      ConsensusMethod,
      SurfaceDistances[]
    >,
    disagreement: hasDisagreement
      ? {
          box,
          lattice: space.lattice,
          positions: consensus.positions,
          areasMm2: consensus.areasMm2,
          sdMm: sum.sdMm(),
        }
      : undefined,
  };
}

/** The surface of each method, made once for all that give one selection. */
function surfacesOfMethods(
  selections: Readonly<Record<ConsensusMethod, Selection>>,
  surfaceOf: (selection: Selection) => Surface,
): Surface[] {
  const made: Surface[] = [];
  for (const [m, method] of consensusMethods.entries()) {
    const selection = selections[method];
    const same = consensusMethods
      .slice(0, m)
      .findIndex((other) => isSameSelection(selections[other], selection));
    made.push(made[same] ?? surfaceOf(selection));
  }
  return made;
}

/** Whether a selection is of all voxels that observer k marked and of no others. */
function isOf(selection: Selection, k: number, { counts, table, volumes }: VotePatterns): boolean {
  return (
    size(selection) === volumes[k] &&
    selection.every((voxels, p) => voxels === (table.has(p, k) ? counts[p] : 0))
  );
}

/** Whether two surfaces of one lattice have the same elements. */
function isSame(first: Surface, second: Surface): boolean {
  if (first === second) return true;
  const { positions: a, areasMm2: x } = first;
  const { positions: b, areasMm2: y } = second;
  return a.length === b.length && a.every((at, e) => at === b[e] && x[e] === y[e]);
}
