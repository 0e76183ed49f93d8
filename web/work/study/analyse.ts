import type { Box } from "../../../src/image/crop.ts";
import { type Grid, type Triple, voxelCount, voxelVolumeMl } from "../../../src/image/grid.ts";
import { consensus } from "../../../src/raters/consensus.ts";
import { meanVotes } from "../../../src/raters/marginal.ts";
import { type ConsensusMethod, consensusMethods } from "../../../src/raters/methods.ts";
import { inFieldOfView, votePatterns, type VotePatterns } from "../../../src/raters/patterns.ts";
import { paint, type Selection } from "../../../src/raters/selection.ts";
import { fleissKappa } from "../../../src/raters/agreement/kappa.ts";
import { overlapAgreement } from "../../../src/raters/agreement/overlap.ts";
import { defaultEmptyPolicy } from "../../../src/raters/empty.ts";
import { VoteMap } from "../../../src/raters/voteMap.ts";
import type { AnalysedMethod, Analysis } from "./analysis.ts";
import { boxAround, boxShape, place } from "../../../src/image/part.ts";
import type { StoredMask } from "./stored.ts";

/**
 * Every consensus of the observers that count. The field of view is the whole image.
 *
 * @param counted indices into `masks`, at least one
 */
export function analyseMasks(
  structure: string,
  masks: readonly StoredMask[],
  counted: readonly number[],
  grid: Grid,
): Analysis {
  const chosen = counted.map((index) => masks[index]);
  const box = boxAround(chosen.map(({ part }) => part.box));
  const map = voteMapOn(box, chosen);
  const votes = inFieldOfView(votePatterns(map), voxelCount(grid));
  const found = consensus(votes);
  const classes = classify(map, votes, found.selections);
  const voxelMl = voxelVolumeMl(grid);
  const mean = meanVotes(votes);
  const marginal = Float64Array.from(classes.pattern, (p) => mean[p]);
  return {
    structure,
    kind: "masks",
    grid,
    box,
    hasGeometry: true,
    focus: focusOf(box, classes.of, marginal),
    classes: classes.of,
    marginal,
    largest: marginal,
    thresholdStep: 0,
    counts: classes.counts,
    optimum: found.marginal,
    observers: chosen.map(({ observer }, k) => ({
      index: counted[k],
      name: observer,
      voxels: votes.volumes[k],
      taken: Uint8Array.from(classes.pattern, (p) => Number(votes.table.has(p, k))),
    })),
    methods: consensusMethods.map((name): AnalysedMethod => {
      const score = found.scores[name];
      return { name, ...score, volumeMl: score.voxels * voxelMl, taken: classes.taken[name] };
    }),
    stapleProbability: Float64Array.from(classes.pattern, (p) => found.staple.probability[p]),
    agreement: { ...overlapAgreement(votes, defaultEmptyPolicy), fleissKappa: fleissKappa(votes) },
  };
}

/** The votes of observers in a box that holds all of them. */
export function voteMapOn(box: Box, masks: readonly StoredMask[]): VoteMap {
  const [width, height, depth] = boxShape(box);
  const map = new VoteMap(width * height * depth);
  for (const { observer, part } of masks) {
    const whole = { box, data: new Uint8Array(map.voxels) };
    place(part, whole);
    map.add(whole.data, observer);
  }
  return map;
}

interface Classified {
  readonly of: Analysis["classes"];
  /** Index of each class's vote pattern. */
  readonly pattern: readonly number[];
  readonly counts: Float64Array;
  readonly taken: Readonly<Record<ConsensusMethod, Uint8Array>>;
}

/** One class a vote pattern; a pattern that a method takes in part is split in two, by each such method. */
function classify(
  map: VoteMap,
  votes: VotePatterns,
  selections: Readonly<Record<ConsensusMethod, Selection>>,
): Classified {
  const partial = consensusMethods.flatMap((method) =>
    [...selections[method].entries()]
      .filter(([p, voxels]) => voxels > 0 && voxels < votes.counts[p])
      .map(([p, voxels]) => ({ method, p, voxels })),
  );
  const of = classArray(votes.counts.length + 2 ** partial.length, map.voxels);
  for (let i = 0; i < map.voxels; i++) of[i] = map.patternAt(i);
  const pattern = Array.from(votes.counts.keys());
  const counts = [...votes.counts];
  const taken = Object.fromEntries(
    consensusMethods.map((method) => [
      method,
      Array.from(selections[method], (voxels) => Number(voxels > 0)),
    ]),
  ) as Record<ConsensusMethod, number[]>;
  for (const { method, p } of partial) {
    // The voxels that the method leaves out become classes of their own: one of each class that the pattern has so far,
    // since another method may have split it elsewhere.
    const mask = paint(map, votes, selections[method]);
    const leftOut = new Map<number, number>();
    for (let i = 0; i < of.length; i++) {
      const from = of[i];
      if (pattern[from] !== p || mask[i] === 1) continue;
      const left = leftOut.get(from) ?? pattern.length;
      if (left === pattern.length) {
        leftOut.set(from, left);
        pattern.push(p);
        counts.push(0);
        for (const other of consensusMethods) taken[other].push(other === method ? 0 : taken[other][from]);
      }
      of[i] = left;
      counts[from] -= 1;
      counts[left] += 1;
    }
  }
  const tables = consensusMethods.map((method) => [method, Uint8Array.from(taken[method])]);
  return {
    of,
    pattern,
    counts: Float64Array.from(counts),
    taken: Object.fromEntries(tables) as Record<ConsensusMethod, Uint8Array>,
  };
}

/**
 * Of the slice with the largest Σ m, among the voxels of its largest m, the one nearest to their mean position: inside the
 * structure even where it has several parts.
 */
export function focusOf(box: Box, classes: Analysis["classes"], marginal: Float64Array): Triple {
  const [width, height, depth] = boxShape(box);
  const size = width * height;
  const sums = new Float64Array(depth);
  for (let i = 0; i < classes.length; i++) sums[Math.floor(i / size)] += marginal[classes[i]];
  const k = sums.indexOf(Math.max(...sums));
  const slice = Uint32Array.from(classes.subarray(k * size, (k + 1) * size));
  const largest = slice.reduce((most, p) => Math.max(most, marginal[p]), 0);
  const inside = [...slice.keys()].filter((i) => marginal[slice[i]] === largest);
  const mean = (of: (i: number) => number): number =>
    inside.reduce((sum, i) => sum + of(i), 0) / inside.length;
  const x = mean((i) => i % width);
  const y = mean((i) => Math.floor(i / width));
  const distance = (i: number): number => ((i % width) - x) ** 2 + (Math.floor(i / width) - y) ** 2;
  const middle = inside.reduce((best, i) => (distance(i) < distance(best) ? i : best));
  return [box.start[0] + (middle % width), box.start[1] + Math.floor(middle / width), box.start[2] + k];
}

/** The smallest array that tells so many classes apart. */
function classArray(classes: number, voxels: number): Analysis["classes"] {
  if (classes <= 256) return new Uint8Array(voxels);
  return classes <= 65536 ? new Uint16Array(voxels) : new Uint32Array(voxels);
}
