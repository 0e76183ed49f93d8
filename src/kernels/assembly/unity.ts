/** `isPartitionOfUnity` of ../unity.ts over one chunk of each class, n a multiple of 4. */

/** n float64 at totals ← n float32 at m, or what is there plus these. */
export function add32(m: usize, n: usize, totals: usize, isFirst: bool): void {
  for (let end = m + (n << 2); m < end; m += 16, totals += 32) {
    const low = f64x2.promote_low_f32x4(v128.load64_zero(m, 0));
    const high = f64x2.promote_low_f32x4(v128.load64_zero(m, 8));
    v128.store(totals, isFirst ? low : f64x2.add(v128.load(totals, 0), low), 0);
    v128.store(totals, isFirst ? high : f64x2.add(v128.load(totals, 16), high), 16);
  }
}

/** Whether n float64 at totals are numbers within `slack` of 1. */
export function areNearOne(totals: usize, n: usize, slack: f64): bool {
  const ones = f64x2.splat(1);
  const slacks = f64x2.splat(slack);
  let areNear = i64x2.splat(-1);
  for (let end = totals + (n << 3); totals < end; totals += 32) {
    const a = f64x2.abs(f64x2.sub(v128.load(totals, 0), ones));
    const b = f64x2.abs(f64x2.sub(v128.load(totals, 16), ones));
    areNear = v128.and(areNear, v128.and(f64x2.le(a, slacks), f64x2.le(b, slacks)));
  }
  return i64x2.all_true(areNear);
}
