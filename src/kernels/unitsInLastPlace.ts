/*
 * Non-negative floating-point numbers, counted: the bits of an IEEE number, read as an integer, grow by one from each
 * representable number to the next, that is by one unit in the last place: a unit here.
 */

const singles = new Float32Array(1);
const singleBits = new Uint32Array(singles.buffer);
const doubles = new Float64Array(1);
const doubleWords = new Uint32Array(doubles.buffer); // low word first, as everywhere that JavaScript runs today

/**
 * How many representable numbers of the array's kind lie in (low, high], 0 ≤ low ≤ high, both among them. Exact below
 * 2^53.
 */
export function unitsBetween(kind: Float32Array | Float64Array, low: number, high: number): number {
  if (kind instanceof Float32Array) {
    singles[0] = high;
    const upper = singleBits[0];
    singles[0] = low;
    return upper - singleBits[0];
  }
  doubles[0] = high;
  const [lowWord, highWord] = doubleWords;
  doubles[0] = low;
  return (highWord - doubleWords[1]) * 2 ** 32 + (lowWord - doubleWords[0]);
}

/** The representable number `units` above x (below, if negative); the result must not be below 0. |units| < 2^52. */
export function unitsAbove(kind: Float32Array | Float64Array, x: number, units: number): number {
  if (kind instanceof Float32Array) {
    singles[0] = x;
    singleBits[0] += units;
    return singles[0];
  }
  doubles[0] = x;
  const low = doubleWords[0] + units;
  doubleWords[0] = low;
  doubleWords[1] += Math.floor(low / 2 ** 32);
  return doubles[0];
}
