import { kept } from "./constants";
import { C1, C2, C3, C4, C5, expOfMinus, MAGIC, MINUS_LOG2_E, MOST, sigmoidOf } from "./sigmoid";

/** As in ../contract.ts. */
const BLOCK: usize = 1024;

/** The moves δ of four voxels: (gain · M − pull) q (1 − q). */
function delta(q: v128, m: v128, gain: v128, pull: v128): v128 {
  const w = f32x4.sub(q, f32x4.mul(q, q));
  return f32x4.mul(f32x4.sub(f32x4.mul(gain, m), pull), w);
}

/** q of four voxels moved by δ. */
function moved(q: v128, d: v128, half: v128, sixth: v128, one: v128): v128 {
  const w = f32x4.sub(q, f32x4.mul(q, q));
  const bend = f32x4.add(f32x4.sub(half, q), f32x4.mul(d, f32x4.sub(sixth, w)));
  return f32x4.add(q, f32x4.mul(f32x4.mul(w, d), f32x4.add(one, f32x4.mul(d, bend))));
}

function sumOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
}

function largerOf(a: v128, b: v128): v128 {
  return f32x4.pmax(a, f32x4.abs(b));
}

function laneSum(lanes: v128): f64 {
  return (
    <f64>f32x4.extract_lane(lanes, 0) +
    <f64>f32x4.extract_lane(lanes, 1) +
    (<f64>f32x4.extract_lane(lanes, 2) + <f64>f32x4.extract_lane(lanes, 3))
  );
}

/** `start` of SlowVoxels in ../contract.ts: n values at q, a multiple of 16. */
export function startSlow(q: usize, n: usize): void {
  const one = f32x4.splat(1);
  for (let i = q; i < q + (n << 2); i += 16) {
    const e = expOfMinus(
      v128.load(i),
      f32x4.splat(MINUS_LOG2_E),
      f32x4.splat(-MOST),
      f32x4.splat(MOST),
      f32x4.splat(MAGIC),
      one,
      f32x4.splat(C1),
      f32x4.splat(C2),
      f32x4.splat(C3),
      f32x4.splat(C4),
      f32x4.splat(C5),
    );
    v128.store(i, sigmoidOf(e, one));
  }
}

/**
 * `step` of SlowVoxels in ../contract.ts, n a multiple of 16; the arithmetic is that of ../reference/slowVoxels.ts, hence the
 * same bits. Pointers are in bytes and 16-byte aligned; q and m are float32, the three sums float64.
 */
export function stepSlow(q: usize, m: usize, n: usize, sums: usize, gain: f32, pull: f32): void {
  const half = kept(0.5, sums);
  const sixth = kept(1.0 / 6.0, sums);
  const one = kept(1, sums);
  const g = f32x4.splat(gain);
  const p = f32x4.splat(pull);
  let largest = f32x4.splat(0);
  let total: f64 = 0;
  let commonTotal: f64 = 0;
  for (let start: usize = 0; start < n; start += BLOCK) {
    let soft = f32x4.splat(0);
    let common = f32x4.splat(0);
    const end = min(n, start + BLOCK) << 2;
    for (let i = start << 2; i < end; i += 64) {
      const m0 = v128.load(m + i, 0);
      const m1 = v128.load(m + i, 16);
      const m2 = v128.load(m + i, 32);
      const m3 = v128.load(m + i, 48);
      const q0 = v128.load(q + i, 0);
      const q1 = v128.load(q + i, 16);
      const q2 = v128.load(q + i, 32);
      const q3 = v128.load(q + i, 48);
      const d0 = delta(q0, m0, g, p);
      const d1 = delta(q1, m1, g, p);
      const d2 = delta(q2, m2, g, p);
      const d3 = delta(q3, m3, g, p);
      const a = moved(q0, d0, half, sixth, one);
      const b = moved(q1, d1, half, sixth, one);
      const c = moved(q2, d2, half, sixth, one);
      const e = moved(q3, d3, half, sixth, one);
      v128.store(q + i, a, 0);
      v128.store(q + i, b, 16);
      v128.store(q + i, c, 32);
      v128.store(q + i, e, 48);
      largest = largerOf(largerOf(largerOf(largerOf(largest, d0), d1), d2), d3);
      soft = f32x4.add(soft, sumOfFour(a, b, c, e));
      common = f32x4.add(
        common,
        sumOfFour(f32x4.mul(a, m0), f32x4.mul(b, m1), f32x4.mul(c, m2), f32x4.mul(e, m3)),
      );
    }
    total += laneSum(soft);
    commonTotal += laneSum(common);
  }
  store<f64>(sums, total, 0);
  store<f64>(sums, commonTotal, 8);
  const pair = f32x4.pmax(largest, i32x4.shuffle(largest, largest, 2, 3, 0, 1));
  store<f64>(sums, <f64>f32x4.extract_lane(f32x4.pmax(pair, i32x4.shuffle(pair, pair, 1, 0, 3, 2)), 0), 16);
}
