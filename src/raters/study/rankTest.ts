import { Random } from "../../core/random.ts";

/** How one observer ranks over the patients. */
export interface RankResult {
  /** Patients in whom the observer has a value. */
  readonly n: number;
  /** Mean over them of the rank among the observers, 1 for the lowest value; ties share the mean of their ranks. */
  readonly meanRank: number;
  /** Mean over them of the rank's distance from the middle rank, over half the range of ranks: −1 … 1. */
  readonly meanShift: number;
  /** Probability, if observers are alike, that any of them ranks as far from the middle as this one. */
  readonly p: number;
}

/** Permutations that are drawn where there are too many to try them all. */
const DRAWS = 9999;
/** Up to this many combinations of permutations all of them are tried. */
const MOST_EXACT = 20_000;

/**
 * Whether an observer ranks high or low over a study: a permutation test within patients, as Friedman's test has it
 * (Journal of the American Statistical Association 32, 1937), for each observer, corrected for their number by the maximum
 * over observers (Westfall & Young, "Resampling-based multiple testing", 1993). If the observers of a patient are alike,
 * every assignment of the patient's values to them is equally probable. The statistic is the observer's sum of ranks less
 * what is expected, over its standard deviation under permutation; p is the share of permutations in which the largest
 * absolute statistic of any observer reaches this one's. All permutations are tried where there are at most 20 000 of
 * them, otherwise 9999 are drawn, and the observed one counts as one more (Phipson & Smyth, Statistical Applications in
 * Genetics and Molecular Biology 9, 2010), so that p never is too small.
 *
 * @param values a row a patient with a value an observer, NaN where there is none
 * @returns one result an observer; p is NaN where no permutation makes a difference
 */
export function rankTest(values: readonly (readonly number[])[], seed: number = 1): RankResult[] {
  const observers = values[0]?.length ?? 0;
  const blocks = values.map((row) => blockOf(row)).filter(({ members }) => members.length > 1);
  const variance = new Float64Array(observers);
  for (const { members, shifts } of blocks) {
    const ofBlock = shifts.reduce((sum, shift) => sum + shift * shift, 0) / members.length;
    for (const k of members) variance[k] += ofBlock;
  }
  const scale = variance.map((v) => (v > 0 ? 1 / Math.sqrt(v) : 0));
  const statistics = (orders: readonly (readonly number[])[]): Float64Array => {
    const sums = new Float64Array(observers);
    blocks.forEach(({ members, shifts }, b) => members.forEach((k, i) => (sums[k] += shifts[orders[b][i]])));
    return sums.map((sum, k) => Math.abs(sum) * scale[k]);
  };
  const identity = blocks.map(({ members }) => [...members.keys()]);
  const observed = statistics(identity);
  const reached = new Float64Array(observers);
  let permutations = 0;
  for (const orders of permutationsOf(
    blocks.map(({ members }) => members.length),
    seed,
  )) {
    permutations += 1;
    const largest = statistics(orders).reduce((a, b) => Math.max(a, b), 0);
    // Sums of the same ranks in another order are equal but for rounding.
    observed.forEach((value, k) => (reached[k] += Number(largest >= value * (1 - 1e-9))));
  }
  return Array.from({ length: observers }, (_, k) => {
    const own = blocks.flatMap(({ members, ranks, shifts }) => {
      const i = members.indexOf(k);
      return i < 0 ? [] : [{ rank: ranks[i], shift: shifts[i] / ((members.length - 1) / 2) }];
    });
    const mean = (of: (one: { rank: number; shift: number }) => number): number =>
      own.reduce((sum, one) => sum + of(one), 0) / own.length;
    return {
      n: own.length,
      meanRank: mean(({ rank }) => rank),
      meanShift: mean(({ shift }) => shift),
      p: variance[k] > 0 ? reached[k] / permutations : Number.NaN,
    };
  });
}

/** One patient: who has a value, their ranks from 1, and the ranks' distance from the middle one. */
interface Block {
  readonly members: readonly number[];
  readonly ranks: readonly number[];
  readonly shifts: readonly number[];
}

function blockOf(row: readonly number[]): Block {
  const members = [...row.keys()].filter((k) => !Number.isNaN(row[k]));
  const ranks = members.map((k) => {
    const below = members.filter((other) => row[other] < row[k]).length;
    const equal = members.filter((other) => row[other] === row[k]).length;
    return below + (equal + 1) / 2;
  });
  return { members, ranks, shifts: ranks.map((rank) => rank - (members.length + 1) / 2) };
}

/** All combinations of orders of the blocks, or the observed one and as many random ones. */
function* permutationsOf(sizes: readonly number[], seed: number): Generator<readonly (readonly number[])[]> {
  const count = sizes.reduce((product, size) => product * factorial(size), 1);
  if (count <= MOST_EXACT) {
    yield* combinations(sizes.map((size) => ordersOf(size)));
    return;
  }
  yield sizes.map((size) => Array.from({ length: size }, (_, i) => i));
  for (let draw = 0; draw < DRAWS; draw++) {
    const random = new Random(seed, RANK_STREAM, draw);
    yield sizes.map((size) => shuffled(size, random));
  }
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function ordersOf(size: number): number[][] {
  if (size === 0) return [[]];
  return ordersOf(size - 1).flatMap((order) =>
    Array.from({ length: size }, (_, at) => [...order.slice(0, at), size - 1, ...order.slice(at)]),
  );
}

function* combinations(choices: readonly (readonly number[][])[]): Generator<number[][]> {
  if (choices.length === 0) {
    yield [];
    return;
  }
  for (const rest of combinations(choices.slice(1))) for (const first of choices[0]) yield [first, ...rest];
}

function shuffled(size: number, random: Random): number[] {
  const order = Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** The first word of the path of the random streams that this file draws from. */
const RANK_STREAM = 0x72616e6b;
