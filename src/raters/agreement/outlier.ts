/** An observer whose agreement with the others lies apart, with the evidence. */
export interface StandsOut {
  /** Index of the observer. */
  readonly rater: number;
  readonly leaveOneOutDice: number;
  /** The lowest value of the others: the gap to it is what Q measures. */
  readonly nextDice: number;
  /** Dixon's Q = gap / range of all values. */
  readonly q: number;
  /** The value that Q exceeds. */
  readonly criticalQ: number;
}

/**
 * The critical values of Dixon's Q (r10) for 3 … 30 values, two-sided at 1 % (Rorabacher, Analytical Chemistry 63,
 * 1991).
 */
const criticalValues: readonly number[] = [
  0.994, 0.926, 0.821, 0.74, 0.68, 0.634, 0.598, 0.568, 0.542, 0.522, 0.503, 0.488, 0.475, 0.463, 0.452,
  0.442, 0.433, 0.425, 0.418, 0.411, 0.404, 0.399, 0.393, 0.388, 0.384, 0.38, 0.376, 0.372,
];

/** How far below the others an observer must lie to matter, in Dice: a convention, not a test. */
export const smallestGap = 0.05;

/**
 * The observer who stands out, if one does: whose leave-one-out Dice is the lowest, by Dixon's Q test for one outlier in
 * a small sample (Dean & Dixon, Analytical Chemistry 23, 1951), two-sided at 1 %, so that among alike observers one in
 * two hundred is named wrongly; and who lies at least {@link smallestGap} below the next. With three observers Q must
 * exceed 0.994: the other two must all but coincide. Undefined for fewer than three observers and for values that do
 * not exist.
 *
 * @param leaveOneOutDice one value an observer, of 3 … 30
 */
export function standsOut(leaveOneOutDice: readonly number[]): StandsOut | undefined {
  const criticalQ = criticalValues[leaveOneOutDice.length - 3];
  if (criticalQ === undefined || leaveOneOutDice.some(Number.isNaN)) return undefined;
  const ascending = [...leaveOneOutDice].sort((a, b) => a - b);
  const [lowest, nextDice] = ascending;
  const gap = nextDice - lowest;
  const q = gap / (ascending[ascending.length - 1] - lowest);
  if (!(q > criticalQ && gap >= smallestGap)) return undefined;
  return { rater: leaveOneOutDice.indexOf(lowest), leaveOneOutDice: lowest, nextDice, q, criticalQ };
}
