import type { Iterate } from "../../core/descent.ts";
import type { Kernels, WeightedVoxels, Voxels } from "../contract.ts";
import { VoxelDescent, type Move, type Problem } from "../voxelDescent.ts";
import { Ensemble } from "./ensemble.ts";
import type { Nodes, Points, WeightedPoints } from "./nodes.ts";
import { collectProbes } from "./probes.ts";

/** What a compressed descent may miss of the voxel-exact e0, e1 and soft-Dice at any reported iteration. */
export const BOUND = 1e-5;

/**
 * How far a descent on half the grid may be from the one on the whole at any iteration: the error of the latter is below
 * a seventh of that where halving the grid multiplies errors by 2³ or more (docs/kernels.md).
 */
const HALF_GRID: number = BOUND / 2;

/** Rounding of float32 logits near 0 along a path. */
const ROUNDING = 2e-6;

/** One reported iteration. */
export interface Snapshot {
  readonly iterate: Iterate;
  /** Logits of the nodes of the whole grid, and of the single voxels. */
  readonly nodes: Float32Array;
  readonly singles: Float32Array;
  /** What a logit near 0 may miss of its voxel-exact value. */
  readonly tolerance: number;
}

export interface Run {
  readonly snapshots: readonly Snapshot[];
  readonly moves: readonly Move[];
}

/** What stands for the voxels: nodes on the whole grid, or nodes on half of it, beside voxels on their own. */
export interface Stand {
  readonly singles: Points;
  readonly nodes: Nodes;
  readonly halfNodes: Nodes;
}

/** How many points {@link pairedDescent} moves, but for a few hundred probes. */
export function countPoints({ singles, nodes, halfNodes }: Stand): number {
  return singles.logits.length + nodes.logits.length + halfNodes.logits.length;
}

/**
 * The descents on the whole grid and on half of it, undefined as soon as they part by more than {@link HALF_GRID}.
 *
 * Single voxels are moved once, by the descent on the whole grid. What they would add to the other's sums differs a
 * little, by as much as their probes differ between both descents:
 *
 *     Σ singles' ≈ Σ singles + (Σ probes' − Σ probes)
 */
export function pairedDescent(
  kernels: Kernels,
  stand: Stand,
  problem: Problem,
  iterations: readonly number[],
): Run | undefined {
  const halfPlaces = placesInHalf(stand);
  const probes = collectProbes(stand.singles);
  const probePlaces = Int32Array.from(probes.logits.keys());
  const rooms = {
    singles: furnish(kernels.openVoxels(stand.singles.logits.length), stand.singles),
    nodes: furnishWeighted(kernels, stand.nodes),
    probes: furnishWeighted(kernels, { ...probes, weights: probes.weights.map((weight) => -weight) }),
    halfNodes: furnishWeighted(kernels, stand.halfNodes),
    halfProbes: furnishWeighted(kernels, probes),
  };
  const { singles, nodes, halfNodes, halfProbes } = rooms;
  try {
    const descent = new VoxelDescent(new Ensemble([singles, nodes, rooms.probes], [singles, nodes]), problem);
    const half = new VoxelDescent(
      new Ensemble([halfNodes, halfProbes], [halfNodes, halfProbes, singles, rooms.probes]),
      problem,
    );
    descent.start();
    half.start();
    const moves: Move[] = [];
    const snapshots: Snapshot[] = [];
    for (const l of iterations) {
      while (descent.l < l) {
        moves.push(descent.step());
        half.step();
        if (!isNear(descent.softDice, half.softDice) || !isNear(descent.l1, half.l1)) return undefined;
      }
      const iterate = descent.measure();
      if (!isNear(iterate.e0, half.measure().e0)) return undefined;
      const difference = Math.max(
        largestDifference(nodes.logits, halfNodes.logits, halfPlaces),
        largestDifference(rooms.probes.logits, halfProbes.logits, probePlaces),
      );
      snapshots.push({
        iterate,
        nodes: nodes.logits.slice(),
        singles: singles.logits.slice(),
        tolerance: ROUNDING + difference,
      });
    }
    return { snapshots, moves };
  } finally {
    for (const room of Object.values(rooms)) room.close();
  }
}

function furnishWeighted(kernels: Kernels, points: WeightedPoints): WeightedVoxels {
  const room = furnish(kernels.openWeightedVoxels(points.logits.length), points);
  room.weights.set(points.weights);
  return room;
}

function furnish<R extends Voxels>(room: R, { logits, marginals }: Points): R {
  room.logits.set(logits);
  room.marginal.set(marginals);
  return room;
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= HALF_GRID;
}

/** Where each node of the whole grid is among those of half the grid; −1 if it is not there. */
function placesInHalf({ nodes, halfNodes }: Stand): Int32Array {
  const places = new Int32Array(nodes.logits.length);
  for (let node = 0; node < nodes.at.length; node++) {
    if (nodes.at[node] >= 0) places[nodes.at[node]] = halfNodes.at[node];
  }
  return places;
}

/** The largest difference between logits near 0 in two runs, of points that are at `places` in the second. */
function largestDifference(first: Float32Array, second: Float32Array, places: Int32Array): number {
  let largest = 0;
  for (let i = 0; i < first.length; i++) {
    if (places[i] < 0 || !(Math.abs(first[i]) < 1)) continue;
    largest = Math.max(largest, Math.abs(first[i] - second[places[i]]));
  }
  return largest;
}
