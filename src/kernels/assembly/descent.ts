import { kept } from "./constants";
import { C1, C2, C3, C4, C5, expOfMinus, MAGIC, MINUS_LOG2_E, MOST, sigmoidOf } from "./sigmoid";

/** As in ../contract.ts. */
const BLOCK: usize = 1024;

/** Loads, moves and stores the logits of four voxels; returns them. */
function moved(f: usize, w: usize, m: v128, gain: v128, pull: v128): v128 {
  const force = f32x4.sub(f32x4.mul(gain, m), pull);
  const logit = f32x4.add(v128.load(f), f32x4.mul(force, v128.load(w)));
  v128.store(f, logit);
  return logit;
}

/** Stores the slopes σ(f) σ(−f) = e c² of four voxels, for e = exp(−f) and c = σ(f), which it returns. */
function softened(w: usize, e: v128, c: v128): v128 {
  v128.store(w, f32x4.mul(f32x4.mul(e, c), c));
  return c;
}

function sumOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
}

function laneSum(lanes: v128): f64 {
  return (
    <f64>f32x4.extract_lane(lanes, 0) +
    <f64>f32x4.extract_lane(lanes, 1) +
    (<f64>f32x4.extract_lane(lanes, 2) + <f64>f32x4.extract_lane(lanes, 3))
  );
}

/** `step` of ../contract.ts over the blocks first … last − 1 of n voxels; see {@link pass}. */
export function step(
  f: usize,
  w: usize,
  m: usize,
  n: usize,
  sums: usize,
  first: usize,
  last: usize,
  gain: f32,
  pull: f32,
): void {
  pass<Plain>(f, w, m, 0, n, sums, first, last, gain, pull);
}

/** The same with a weight for each voxel. */
export function stepWeighted(
  f: usize,
  w: usize,
  m: usize,
  weights: usize,
  n: usize,
  sums: usize,
  first: usize,
  last: usize,
  gain: f32,
  pull: f32,
): void {
  pass<Weighted>(f, w, m, weights, n, sums, first, last, gain, pull);
}

// Type parameters that make one function two, decided at compile time by their sizes.
type Plain = u8;
type Weighted = f32;

/** v, or v times the four weights at `weights`. */
function weighted<T>(v: v128, weights: usize): v128 {
  if (sizeof<T>() === sizeof<Weighted>()) return f32x4.mul(v, v128.load(weights));
  return v;
}

/**
 * One pass, n a multiple of 16. Pointers are in bytes and 16-byte aligned; f, w, m and weights are float32, sums
 * float64.
 *
 * Sixteen voxels are in flight at once: one group of four is a chain of some 75 cycles, and the scheduler is too short
 * to overlap enough such chains by itself (1.5 against 2.3 ns a voxel). Constants stay in registers or on the stack.
 */
function pass<T>(
  f: usize,
  w: usize,
  m: usize,
  weights: usize,
  n: usize,
  sums: usize,
  first: usize,
  last: usize,
  gain: f32,
  pull: f32,
): void {
  if (first >= last) return;
  const spare = sums + (first << 4);
  const log2 = kept(MINUS_LOG2_E, spare);
  const least = kept(-MOST, spare);
  const most = kept(MOST, spare);
  const magic = kept(MAGIC, spare);
  const one = kept(1, spare);
  const a1 = kept(C1, spare);
  const a2 = kept(C2, spare);
  const a3 = kept(C3, spare);
  const a4 = kept(C4, spare);
  const a5 = kept(C5, spare);
  const g = f32x4.splat(gain);
  const p = f32x4.splat(pull);
  for (let block = first; block < last; block++) {
    let soft = f32x4.splat(0);
    let common = f32x4.splat(0);
    const end = min(n, (block + 1) * BLOCK) << 2;
    for (let i = (block * BLOCK) << 2; i < end; i += 64) {
      const m0 = v128.load(m + i, 0);
      const m1 = v128.load(m + i, 16);
      const m2 = v128.load(m + i, 32);
      const m3 = v128.load(m + i, 48);
      const f0 = moved(f + i, w + i, m0, g, p);
      const f1 = moved(f + i + 16, w + i + 16, m1, g, p);
      const f2 = moved(f + i + 32, w + i + 32, m2, g, p);
      const f3 = moved(f + i + 48, w + i + 48, m3, g, p);
      const e0 = expOfMinus(f0, log2, least, most, magic, one, a1, a2, a3, a4, a5);
      const e1 = expOfMinus(f1, log2, least, most, magic, one, a1, a2, a3, a4, a5);
      const e2 = expOfMinus(f2, log2, least, most, magic, one, a1, a2, a3, a4, a5);
      const e3 = expOfMinus(f3, log2, least, most, magic, one, a1, a2, a3, a4, a5);
      const c0 = weighted<T>(softened(w + i, e0, sigmoidOf(e0, one)), weights + i);
      const c1 = weighted<T>(softened(w + i + 16, e1, sigmoidOf(e1, one)), weights + i + 16);
      const c2 = weighted<T>(softened(w + i + 32, e2, sigmoidOf(e2, one)), weights + i + 32);
      const c3 = weighted<T>(softened(w + i + 48, e3, sigmoidOf(e3, one)), weights + i + 48);
      soft = f32x4.add(soft, sumOfFour(c0, c1, c2, c3));
      common = f32x4.add(
        common,
        sumOfFour(f32x4.mul(c0, m0), f32x4.mul(c1, m1), f32x4.mul(c2, m2), f32x4.mul(c3, m3)),
      );
    }
    store<f64>(sums + (block << 4), laneSum(soft), 0);
    store<f64>(sums + (block << 4), laneSum(common), 8);
  }
}

/** `measure` of ../contract.ts over the blocks first … last − 1. */
export function measure(
  f: usize,
  m: usize,
  n: usize,
  sums: usize,
  first: usize,
  last: usize,
  threshold: f32,
): void {
  compare<Plain>(f, m, 0, n, sums, first, last, threshold);
}

/** The same with a weight for each voxel in the first sum. */
export function measureWeighted(
  f: usize,
  m: usize,
  weights: usize,
  n: usize,
  sums: usize,
  first: usize,
  last: usize,
  threshold: f32,
): void {
  compare<Weighted>(f, m, weights, n, sums, first, last, threshold);
}

function compare<T>(
  f: usize,
  m: usize,
  weights: usize,
  n: usize,
  sums: usize,
  first: usize,
  last: usize,
  threshold: f32,
): void {
  if (first >= last) return;
  const spare = sums + (first << 4);
  const log2 = kept(MINUS_LOG2_E, spare);
  const least = kept(-MOST, spare);
  const most = kept(MOST, spare);
  const magic = kept(MAGIC, spare);
  const one = kept(1, spare);
  const a1 = kept(C1, spare);
  const a2 = kept(C2, spare);
  const a3 = kept(C3, spare);
  const a4 = kept(C4, spare);
  const a5 = kept(C5, spare);
  const zero = kept(0, spare);
  const t = f32x4.splat(threshold);
  for (let block = first; block < last; block++) {
    let soft = f32x4.splat(0);
    let hard = i32x4.splat(0);
    const end = min(n, (block + 1) * BLOCK) << 2;
    for (let i = (block * BLOCK) << 2; i < end; i += 16) {
      const logit = v128.load(f + i);
      const e = expOfMinus(logit, log2, least, most, magic, one, a1, a2, a3, a4, a5);
      const c = sigmoidOf(e, one);
      const outside = f32x4.lt(v128.load(m + i), t);
      const wrong = v128.xor(f32x4.lt(logit, zero), outside);
      soft = f32x4.add(soft, weighted<T>(v128.bitselect(c, f32x4.mul(e, c), outside), weights + i));
      hard = i32x4.sub(hard, wrong);
    }
    store<f64>(sums + (block << 4), laneSum(soft), 0);
    store<f64>(sums + (block << 4), laneSum(f32x4.convert_i32x4_s(hard)), 8);
  }
}
