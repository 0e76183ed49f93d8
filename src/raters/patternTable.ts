/**
 * Which observers voted for each of P vote patterns, a bit each: observer k's bit of pattern p is bit k & 7 of
 * planes[k >> 3][p]. Sums over observers, and over patterns, go through eight observers at a time by a table of what
 * each of their 256 combinations adds, so that R observers cost R / 8 steps a pattern.
 */
export class PatternTable {
  /** P. */
  readonly patterns: number;
  /** R. */
  readonly raters: number;
  /** ⌈R / 8⌉ arrays of P bytes. */
  readonly #planes: readonly Uint8Array[];

  constructor(patterns: number, raters: number, planes: readonly Uint8Array[]) {
    this.patterns = patterns;
    this.raters = raters;
    this.#planes = planes;
  }

  /** Whether observer k voted for pattern p. */
  has(p: number, k: number): boolean {
    return ((this.#planes[k >> 3][p] >> (k & 7)) & 1) === 1;
  }

  /** 1 for each pattern that observer k voted for, 0 for the others: P values. */
  votesOf(k: number): Uint8Array {
    const [plane, shift] = [this.#planes[k >> 3], k & 7];
    const votes = new Uint8Array(this.patterns);
    for (let p = 0; p < votes.length; p++) votes[p] = (plane[p] >> shift) & 1;
    return votes;
  }

  /**
   * For each pattern, the sum of `ifVote[k]` over the observers who voted for it and of `ifNone[k]` over the others.
   *
   * @param ifVote R values
   * @param ifNone R values; 0 each if left out
   * @returns P values
   */
  overObservers(ifVote: ArrayLike<number>, ifNone?: ArrayLike<number>): Float64Array {
    const sums = new Float64Array(this.patterns);
    const tables = this.#planes.map((_, b) => this.#combinations(b, ifVote, ifNone));
    // Two planes a pass, since each pass reads and writes all sums.
    for (let b = 0; b + 1 < tables.length; b += 2) {
      const [first, second] = [this.#planes[b], this.#planes[b + 1]];
      const [ofFirst, ofSecond] = [tables[b], tables[b + 1]];
      for (let p = 0; p < sums.length; p++) sums[p] += ofFirst[first[p]] + ofSecond[second[p]];
    }
    if (tables.length % 2 === 1) {
      const [last, ofLast] = [this.#planes[tables.length - 1], tables[tables.length - 1]];
      for (let p = 0; p < sums.length; p++) sums[p] += ofLast[last[p]];
    }
    return sums;
  }

  /** What each combination of votes of the observers 8b … 8b + 7 adds to a sum over observers. */
  #combinations(b: number, ifVote: ArrayLike<number>, ifNone?: ArrayLike<number>): Float64Array {
    const first = 8 * b;
    const bits = Math.min(8, this.raters - first);
    return Float64Array.from({ length: 1 << bits }, (_, votes) => {
      let sum = 0;
      for (let k = 0; k < bits; k++) {
        if (((votes >> k) & 1) === 1) sum += ifVote[first + k];
        else if (ifNone !== undefined) sum += ifNone[first + k];
      }
      return sum;
    });
  }

  /**
   * For each observer, the sum of `values[p]` over the patterns that he or she voted for.
   *
   * @param values P values
   * @returns R values
   */
  overPatterns(values: ArrayLike<number>): Float64Array {
    return this.bothSides(values).voted;
  }

  /** {@link overPatterns}, and beside it the sums over the patterns that each observer did not vote for. */
  bothSides(values: ArrayLike<number>): { readonly voted: Float64Array; readonly others: Float64Array } {
    const voted = new Float64Array(this.raters);
    const others = new Float64Array(this.raters);
    const bins = new Float64Array(1 << Math.min(8, this.raters));
    for (const [b, plane] of this.#planes.entries()) {
      const end = Math.min(8 * b + 8, this.raters);
      const combinations = 1 << (end - 8 * b);
      bins.fill(0, 0, combinations);
      for (let p = 0; p < plane.length; p++) bins[plane[p]] += values[p];
      for (let k = 8 * b; k < end; k++) {
        for (let votes = 0; votes < combinations; votes++) {
          if (((votes >> (k & 7)) & 1) === 1) voted[k] += bins[votes];
          else others[k] += bins[votes];
        }
      }
    }
    return { voted, others };
  }

  /**
   * For each observer and each group of patterns, the sum of `values[p]` over the patterns that he or she voted for.
   *
   * @param values P values
   * @param groupOf P integers, 0 … groups − 1
   * @returns R arrays of `groups` values
   */
  overGroups(values: ArrayLike<number>, groupOf: ArrayLike<number>, groups: number): Float64Array[] {
    const sums = Array.from({ length: this.raters }, () => new Float64Array(groups));
    const bins = new Float64Array(256 * groups);
    for (const [b, plane] of this.#planes.entries()) {
      bins.fill(0);
      for (let p = 0; p < plane.length; p++) bins[plane[p] + 256 * groupOf[p]] += values[p];
      for (let k = 8 * b; k < Math.min(8 * b + 8, this.raters); k++) {
        for (let bin = 0; bin < bins.length; bin++) {
          if (((bin >> (k & 7)) & 1) === 1) sums[k][bin >> 8] += bins[bin];
        }
      }
    }
    return sums;
  }

  /** A table of the patterns of these numbers, in this order. */
  pick(numbers: ArrayLike<number>): PatternTable {
    const planes = this.#planes.map((plane) =>
      Uint8Array.from({ length: numbers.length }, (_, i) => plane[numbers[i]]),
    );
    return new PatternTable(numbers.length, this.raters, planes);
  }
}
