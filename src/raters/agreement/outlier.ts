/** An observer who stands out from the others of one structure, with the evidence. */
export interface StandsOut {
  /** Index of the observer. */
  readonly rater: number;
  /** Mean Dice of the observer with the others, and of the others among themselves. */
  readonly ownDice: number;
  readonly othersDice: number;
  /** (1 − ownDice) / (1 − othersDice): how many times as far from the others as they are from each other. */
  readonly ratio: number;
  /** The value that the ratio exceeds. */
  readonly criticalRatio: number;
}

/** With fewer observers nobody is named: of three, two are closer together than the third whatever they draw. */
export const fewestForOutlier = 5;

/**
 * What the ratio must exceed, by the number of observers: its 98.5 % quantile or a little more for observers who differ by a normal deviate
 * in one dimension (radius, or shift along one axis), which is larger than for those who differ in more ways. Between two
 * rows the upper one counts. `npm run bench:observers` simulates the false alarms.
 */
const CRITICAL: readonly (readonly [observers: number, ratio: number])[] = [
  [5, 9],
  [6, 6.3],
  [7, 5.4],
  [8, 4.9],
  [9, 4.6],
  [10, 4.4],
  [12, 4.1],
  [15, 3.9],
  [20, 3.7],
  [30, 3.55],
];

/** How far an observer's Dice must lie below that of the others to matter: a convention. */
export const smallestGap = 0.05;

/**
 * The observer who stands out, if one does: the one with the largest ratio of the mean Dice distance to the others over
 * their mean distance among themselves, if that exceeds the critical ratio and the difference in Dice is at least
 * {@link smallestGap}. Undefined for fewer than {@link fewestForOutlier} observers.
 *
 * @param pairwiseDice R×R, symmetric; NaN, of two empty masks, counts as agreement
 */
export function standsOut(pairwiseDice: readonly (readonly number[])[]): StandsOut | undefined {
  const raters = pairwiseDice.length;
  if (raters < fewestForOutlier) return undefined;
  const criticalRatio = CRITICAL.findLast(([observers]) => observers <= raters)?.[1] ?? Infinity;
  const distances = pairwiseDice.map((row, j) =>
    row.reduce((sum, dice, k) => sum + (j === k || Number.isNaN(dice) ? 0 : 1 - dice), 0),
  );
  const all = distances.reduce((a, b) => a + b, 0) / 2;
  const candidates = distances.map((own, rater) => {
    const ownDistance = own / (raters - 1);
    const othersDistance = Math.max(0, all - own) / (((raters - 1) * (raters - 2)) / 2);
    return {
      rater,
      ownDice: 1 - ownDistance,
      othersDice: 1 - othersDistance,
      ratio: ownDistance > 0 ? ownDistance / othersDistance : 0,
      criticalRatio,
    };
  });
  const found = candidates.reduce((a, b) => (b.ratio > a.ratio ? b : a));
  const matters = found.othersDice - found.ownDice >= smallestGap;
  return found.ratio > criticalRatio && matters ? found : undefined;
}
