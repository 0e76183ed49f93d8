import { Sum } from "../core/sum.ts";
import type { Levels } from "./levels.ts";
import { gaussLegendre, type Quadrature } from "./quadrature.ts";

/** A size and what it attains. */
export interface SizeValue {
  readonly size: number;
  readonly value: number;
}

/** Voxels up to which one Gauss–Legendre rule is exact for all sizes. */
const EXACT_VOXELS = 400;

/** −ln of what the integrand has fallen to where it is cut off. */
const DECAY = 45;

/** Sizes between which powers are multiplied up and not computed anew. */
const REFRESH = 256;

/** Nodes of the integral over u for some sizes, with what does not depend on the size. */
interface Rule {
  /** u of each node, in (0, 1). */
  readonly u: Float64Array;
  /** ln of weight · Π (q + p u), the weight in dy = du / u. */
  readonly logWeight: Float64Array;
}

/**
 * Independent voxels in the order of falling p, level by level: the integrals of `expectedDice`, size by size.
 */
export class RankedVoxels {
  /** Falling. */
  readonly #values: Float64Array;
  readonly #counts: Float64Array;
  readonly #voxels: number;
  /** S = Σ p. */
  readonly #total: number;
  /** √(Σ p q): the standard deviation of ΣB. */
  readonly #deviation: number;
  readonly #rules = new Map<number, Rule>();
  /** By size: the best size, that of the marginal's optimum and those of approximations are often one. */
  readonly #expectations = new Map<number, number>();

  constructor({ values, counts, voxels }: Levels) {
    this.#values = values.toReversed();
    this.#counts = counts.toReversed();
    this.#voxels = voxels;
    const [total, variance] = [new Sum(), new Sum()];
    for (let k = 0; k < values.length; k++) {
      total.add(counts[k] * values[k]);
      variance.add(counts[k] * values[k] * (1 - values[k]));
    }
    this.#total = total.value;
    this.#deviation = Math.sqrt(Math.max(0, variance.value));
  }

  /** Π q. */
  emptyProbability(): number {
    return this.#values[0] === 1 ? 0 : Math.exp(this.#logProduct(0));
  }

  /** RankSEG's reciprocal moment approximation 2 Σ_{i≤τ} p / (τ + 1 + S) at its best size: below every other value here. */
  reciprocalMoment(): SizeValue {
    let [size, inside] = [0, 0];
    let value = 0;
    for (let k = 0; k < this.#values.length && 2 * this.#values[k] > value; k++) {
      size += this.#counts[k];
      inside += this.#counts[k] * this.#values[k];
      value = (2 * inside) / (size + 1 + this.#total);
    }
    return { size, value };
  }

  /**
   * The sizes that may be best: those whose (2 Σ_{i≤τ} p + √(Σ p q)) / (τ + S), which no value exceeds, reaches the reciprocal
   * moment approximation, which none falls short of at its size.
   */
  candidates(): readonly [first: number, last: number] {
    const least = this.reciprocalMoment().value;
    let [first, last] = [Infinity, 0];
    let [size, inside] = [0, 0];
    for (let k = 0; k < this.#values.length; k++) {
      const [p, count] = [this.#values[k], this.#counts[k]];
      // excess(j) = 2 (inside + p j) + deviation − least (size + j + S) is linear in the number j taken of the level.
      const start = 2 * inside + this.#deviation - least * (size + this.#total);
      const slope = 2 * p - least;
      const crossing = slope === 0 ? 0 : -start / slope;
      const isIn = (j: number): boolean => start + slope * j >= 0;
      const from = isIn(1) ? 1 : Math.floor(crossing);
      const to = isIn(count) ? count : Math.ceil(crossing);
      if (isIn(1) || isIn(count)) {
        first = Math.min(first, size + Math.max(1, from));
        last = Math.max(last, size + Math.min(count, to));
      }
      size += count;
      inside += count * p;
    }
    return [Math.min(first, last), last];
  }

  /** The best size and RankSEG's blind approximation 2 Σ_{i≤τ} p E[1/(τ + 1 + ΣB)] at its best size. */
  search(): { readonly exact: SizeValue; readonly blind: SizeValue } {
    let exact: SizeValue = { size: 0, value: 0 };
    let blind: SizeValue = { size: 0, value: 0 };
    if (this.#total === 0) return { exact, blind };
    const [first, last] = this.candidates();
    this.#walk(first, last, (size, value, approximate) => {
      if (value > exact.value) exact = { size, value };
      if (approximate > blind.value) blind = { size, value: approximate };
    });
    return { exact, blind };
  }

  /** E D of the `size` voxels of largest p. */
  expectation(size: number): number {
    const known = this.#expectations.get(size);
    if (known !== undefined) return known;
    let found = 0;
    if (size > 0) this.#walk(size, size, (_, value) => (found = value));
    this.#expectations.set(size, found);
    return found;
  }

  /** Visits sizes first … last, first ≥ 1, with their expected Dice and its blind approximation. */
  #walk(first: number, last: number, visit: (size: number, exact: number, blind: number) => void): void {
    let rule = this.#ruleFor(first);
    let walker = this.#startAt(first, rule);
    for (let size = first; size <= last; size++) {
      if (size > first) {
        const next = this.#ruleFor(size);
        if (next === rule) walker.advance();
        else [rule, walker] = [next, this.#startAt(size, next)];
      }
      visit(size, walker.exact(), walker.blind());
    }
  }

  /** Sums over the `size` voxels of largest p at the nodes of a rule, and how they grow with a voxel more. */
  #startAt(
    start: number,
    { u, logWeight }: Rule,
  ): {
    readonly exact: () => number;
    readonly blind: () => number;
    readonly advance: () => void;
  } {
    const [values, counts] = [this.#values, this.#counts];
    const shares = new Float64Array(u.length);
    const weights = new Float64Array(u.length);
    let inside = 0;
    let level = 0;
    let used = 0;
    let size = start;
    const take = (count: number): void => {
      const p = values[level];
      for (let k = 0; k < u.length; k++) shares[k] += (count * p * u[k]) / (1 - p + p * u[k]);
      inside += count * p;
      used += count;
      if (used === counts[level]) [level, used] = [level + 1, 0];
    };
    const refresh = (): void => {
      for (let k = 0; k < u.length; k++) weights[k] = Math.exp(logWeight[k] + size * Math.log(u[k]));
    };
    for (let left = start; left > 0;) {
      const count = Math.min(left, counts[level]);
      take(count);
      left -= count;
    }
    refresh();
    return {
      exact: () => 2 * product(weights, shares),
      blind: () => 2 * inside * product(weights, u),
      advance: () => {
        size += 1;
        take(1);
        if (size % REFRESH === 0) refresh();
        else for (let k = 0; k < u.length; k++) weights[k] *= u[k];
      },
    };
  }

  /** The nodes for a size; sizes up to twice the size plus S share theirs. */
  #ruleFor(size: number): Rule {
    const isSmall = this.#voxels <= EXACT_VOXELS;
    const octave = isSmall ? 0 : Math.floor(Math.log2(size + this.#total));
    const known = this.#rules.get(octave);
    if (known !== undefined) return known;
    const { nodes, weights } = isSmall
      ? exactRule(this.#voxels)
      : panelRule(this.#reach(Math.max(1, 2 ** octave - this.#total)));
    const logWeight = weights.map((weight, k) => Math.log(weight) + this.#logProduct(nodes[k]));
    const rule = { u: nodes, logWeight };
    this.#rules.set(octave, rule);
    return rule;
  }

  /** The y at which e^(−y (size + 1)) · e^(−(S − 1)(1 − e^−y)), which bounds the integrand, has fallen to e^−45. */
  #reach(size: number): number {
    const decay = (y: number): number => y * (size + 1) - Math.max(0, this.#total - 1) * Math.expm1(-y);
    let [low, high] = [0, DECAY];
    while (high - low > 1e-3 * high) {
      const y = (low + high) / 2;
      if (decay(y) < DECAY) low = y;
      else high = y;
    }
    return high;
  }

  /** ln Π (q + p u). */
  #logProduct(u: number): number {
    const total = new Sum();
    for (let k = 0; k < this.#values.length; k++)
      total.add(this.#counts[k] * Math.log1p(this.#values[k] * (u - 1)));
    return total.value;
  }
}

/** Σ a b. These sums are taken for each size, and so by a loop without a call. */
function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

/** u on (0, 1) with weights in du / u, exact for u times polynomials of degree 2n, n the number of voxels. */
function exactRule(n: number): Quadrature {
  const { nodes, weights } = gaussLegendre(n + 1);
  return { nodes, weights: weights.map((weight, k) => weight / nodes[k]) };
}

const PANEL = gaussLegendre(48);

/** u = e^−y with y on four panels of [0, reach], the first a twentieth and the others growing evenly; weights in dy. */
function panelRule(reach: number): Quadrature {
  const edges = [0, ...[0, 1, 2, 3].map((k) => (reach / 20) * 20 ** (k / 3))];
  const panels = edges.slice(1).map((end, k) => ({ start: edges[k], width: end - edges[k] }));
  return {
    nodes: Float64Array.from(
      panels.flatMap(({ start, width }) => Array.from(PANEL.nodes, (x) => Math.exp(-start - width * x))),
    ),
    weights: Float64Array.from(panels.flatMap(({ width }) => Array.from(PANEL.weights, (w) => w * width))),
  };
}
