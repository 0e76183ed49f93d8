import { checkChoice, checkNumber } from "./check.ts";
import { log } from "./elementary.ts";

/**
 * A stream of random numbers that is a pure function of its key and a position, so that any part of it can be drawn on
 * any worker, in any order, with the same bits.
 *
 * Philox4x32-10 (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): ten rounds of a
 * bijection on 128-bit counters. Word i of a stream is word i mod 4 of the block with counter (⌊i/4⌋, …path), where
 * the path (at most three words: say purpose, row and sample) tells streams of one seed apart.
 *
 * @example
 * import { Random } from "softdice";
 *
 * const [one, same, other] = [new Random(1, 2), new Random(1, 2), new Random(1, 3)].map((random) => random.uniform());
 * one === same; // true
 * one === other; // false
 */
export class Random {
  readonly #key0: number;
  readonly #key1: number;
  readonly #path: readonly [number, number, number];
  readonly #block = new Uint32Array(4);
  #blockIndex = -1;
  #position = 0;

  /**
   * @param seed an integer in [0, 2^53)
   * @param path up to three integers in [0, 2^32) that select one of the seed's streams
   * @throws SoftdiceError for another seed or path
   */
  constructor(seed: number, ...path: readonly number[]) {
    checkNumber(
      "seed",
      seed,
      (value) => Number.isSafeInteger(value) && value >= 0,
      "an integer in [0, 2^53)",
    );
    checkNumber("path.length", path.length, (length) => length <= 3, "at most 3");
    path.forEach((word, n) =>
      checkNumber(`path[${n}]`, word, (value) => value >>> 0 === value, "an integer in [0, 2^32)"),
    );
    this.#key0 = seed >>> 0;
    this.#key1 = Math.floor(seed / 2 ** 32) >>> 0;
    this.#path = [path[0] ?? 0, path[1] ?? 0, path[2] ?? 0];
  }

  /** The next 32 random bits, as an integer in [0, 2^32). */
  uint32(): number {
    const position = this.#position++;
    const index = Math.floor(position / 4);
    if (index !== this.#blockIndex) {
      philox(this.#block, index, ...this.#path, this.#key0, this.#key1);
      this.#blockIndex = index;
    }
    return this.#block[position % 4];
  }

  /** The next number in (0, 1): the centre of one of 2^32 equal intervals. */
  uniform(): number {
    return (this.uint32() + 0.5) * 2 ** -32;
  }

  /**
   * The next integer in [0, n).
   * @throws SoftdiceError for an n that is no integer in [1, 2^32]
   */
  integer(n: number): number {
    checkNumber("n", n, isRange, "an integer in [1, 2^32]");
    return Math.floor(this.uniform() * n);
  }

  /** The next standard normal deviate, |z| < 6.4: the quantile function at one {@link uniform} number. */
  normal(): number {
    return normalQuantile(this.uniform());
  }

  /**
   * Reserves the next `count` words for a caller that draws them by other means, deviate by deviate with the bits of
   * {@link normal}, and moves on past them.
   * @throws SoftdiceError for a count that is no integer from 0
   */
  reserve(count: number): RandomWords {
    checkNumber("count", count, (n) => Number.isSafeInteger(n) && n >= 0, "an integer from 0");
    const position = this.#position;
    this.#position += count;
    return { key: [this.#key0, this.#key1], path: this.#path, position };
  }

  /**
   * Fills `out` with the next standard normal deviates and returns it.
   * @throws SoftdiceError for another kind of array
   */
  fillNormal<T extends Float32Array | Float64Array>(out: T): T {
    if (!(out instanceof Float32Array || out instanceof Float64Array))
      checkChoice<unknown>("out", out, ["a Float32Array", "a Float64Array"]);
    for (let i = 0; i < out.length; i++) out[i] = this.normal();
    return out;
  }
}

function isRange(n: number): boolean {
  return Number.isInteger(n) && n >= 1 && n <= 2 ** 32;
}

/** Where in which stream some words stand: word i of the stream with this key and path is described at {@link Random}. */
export interface RandomWords {
  readonly key: readonly [number, number];
  readonly path: readonly [number, number, number];
  /** Index of the first word, an integer ≥ 0. */
  readonly position: number;
}

/** Writes the Philox4x32-10 block of counter (c0, c1, c2, c3) under key (k0, k1) to `out`. */
export function philox(
  out: Uint32Array,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
): void {
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The upper 32 bits of the 64-bit product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + (carry >>> 16)) | 0;
}

/** AS 241's rational approximations, numerator and denominator, constant terms first; in the order centre, near, far. */
// prettier-ignore
const CENTRE = [
  [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
    39307.89580009271061, 28729.085735721942674, 5226.495278852545925,
  ],
] as const;
// prettier-ignore
const NEAR = [
  [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
  ],
  [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
    0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
] as const;
// prettier-ignore
const FAR = [
  [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
    0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  [
    1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
] as const;

/**
 * The standard normal quantile Φ⁻¹(p) for p in (0, 1), to about 1e-16 relative.
 * Algorithm AS 241, PPND16 (Wichura, "The percentage points of the normal distribution", Applied Statistics 37, 1988).
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRE, 0.180625 - q * q);
  const tail = Math.sqrt(-log(q < 0 ? p : 1 - p));
  const value = tail <= 5 ? ratio(NEAR, tail - 1.6) : ratio(FAR, tail - 5);
  return q < 0 ? -value : value;
}

/** The quotient of two polynomials of degree 7 at r. */
function ratio([numerator, denominator]: readonly [readonly number[], readonly number[]], r: number): number {
  let above = 0;
  let below = 0;
  for (let n = 7; n >= 0; n--) {
    above = above * r + numerator[n];
    below = below * r + denominator[n];
  }
  return above / below;
}
