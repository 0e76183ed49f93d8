import type { Consensus } from "./consensus.ts";
import type { StapleInView } from "./fieldOfView.ts";
import { dividedVote, halfVote, majorityVote } from "./majority.ts";
import type { VotePatterns } from "./patterns.ts";
import { size } from "./selection.ts";

/** The warning of a summary where all masks are apart: two structures, perhaps, rather than two observers. */
export const DISJOINT: string =
  "No two observers' masks overlap: see that they are of one structure, and that names of structures and observers are " +
  "not swapped.";

/** What warnings are made of. */
export interface WarningInput {
  readonly votes: VotePatterns;
  readonly names: readonly string[];
  readonly result: Consensus;
  /** STAPLE in several fields of view; empty where nobody marked anything. */
  readonly views: readonly StapleInView[];
  /** |L_j ∩ L_k|, R×R. */
  readonly common: readonly (readonly number[])[];
  /** Whether surfaces were asked for, and the axes are not at right angles. */
  readonly isSheared: boolean;
}

/** What a reader should know before using the numbers, a sentence each. */
export function warningsOf(input: WarningInput): string[] {
  return [
    ...observerWarnings(input),
    ...tieWarnings(input),
    ...stapleWarnings(input),
    input.isSheared
      ? "The axes of the image are not at right angles: distances between surfaces are not computed."
      : undefined,
  ].filter((warning) => warning !== undefined);
}

function observerWarnings({ votes, names, common }: WarningInput): (string | undefined)[] {
  const { volumes } = votes;
  const emptyNames = names.filter((_, k) => volumes[k] === 0);
  const markers = [...names.keys()].filter((k) => volumes[k] > 0);
  const isDisjoint = markers.every((j) => markers.every((k) => j === k || common[j][k] === 0));
  const isSame = (j: number, k: number): boolean => volumes[j] === volumes[k] && common[j][k] === volumes[j];
  return [
    isDisjoint && markers.length > 1 ? DISJOINT : undefined,
    names.length === 1 ? "There is one observer: nothing to agree on." : undefined,
    ...sameMaskWarnings(names, markers, isSame),
    emptyNames.length === names.length
      ? "Nobody marked anything: every segmentation is Dice-optimal, with Dice 0."
      : emptyNames.length > 0
        ? `${emptyNames.join(", ")} marked nothing, and counts as an observer who saw nothing.`
        : undefined,
  ];
}

/**
 * What is said of observers whose masks are equal.
 *
 * @param markers numbers of the observers who marked anything
 * @param isSame whether the masks of two of them are equal
 */
export function sameMaskWarnings(
  names: readonly string[],
  markers: readonly number[],
  isSame: (j: number, k: number) => boolean,
): string[] {
  // Each group of equal masks, by the first of them.
  const groups = markers
    .filter((j) => !markers.some((k) => k < j && isSame(j, k)))
    .map((j) => markers.filter((k) => isSame(j, k)))
    .filter((group) => group.length > 1);
  return groups.map(
    (group) =>
      `${group.map((k) => names[k]).join(" and ")} are the same mask, voxel for voxel: see that it is not one observer ` +
      "counted more than once.",
  );
}

function tieWarnings({ votes, result: { marginal } }: WarningInput): (string | undefined)[] {
  const tied = marginal.maxVoxels - marginal.minVoxels;
  const divided = size(dividedVote(votes));
  return [
    tied > 0 && marginal.l1 > 0
      ? `${tied} voxels tie with the threshold: they may be in or out without a change in Dice.`
      : undefined,
    divided > 0
      ? `Exactly half of the votes fell to ${divided} voxels: a strict majority leaves them out (${size(majorityVote(votes))} ` +
        `voxels), "at least half" takes them in (${size(halfVote(votes))} voxels).`
      : undefined,
  ];
}

function stapleWarnings({ names, votes, result: { staple }, views }: WarningInput): (string | undefined)[] {
  const sizes = new Set(views.map(({ voxels }) => voxels));
  const counting = votes.weights.filter((weight) => weight > 0).length;
  return [
    counting === 2
      ? "STAPLE is not determined by two observers: many sensitivities and specificities explain their masks equally well, and " +
        "which of them it ends at depends on where it starts."
      : undefined,
    staple.converged || names.length === 1
      ? undefined
      : `STAPLE did not converge in ${staple.iterations} iterations: its figures are those of the last one.`,
    sizes.size > 1
      ? `STAPLE depends on the field of view: ${views.map(({ view, voxels }) => `${voxels} voxels on the ${view}`).join(", ")}.`
      : undefined,
  ];
}
