/** `scan` of ../contract.ts over one chunk of a map. */

/** Bits of 1. Those of any negative number, of −0 too, of numbers above 1 and of NaN are larger, read as unsigned. */
const ONE_32: u32 = 0x3f800000;

// Offsets in bytes of the fields of a result.
const TOTAL: usize = 0; // float64: Σ m
const ABOVE_SUM: usize = 8; // float64: Σ {m > high} m
const ABOVE_COUNT: usize = 16; // uint32: voxels with m > high
const INVALID: usize = 20; // uint32: not 0 if a value lies outside [0, 1], is NaN or (float32) −0

function sumPair(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

/**
 * n float32 at m, n a multiple of 8; counts[b] counts the value low + (b + 1) ulp. Where groups of eight with a value in
 * the band are is written down first, without a branch, and looked at afterwards.
 *
 * @param groups n / 2 bytes of room
 */
export function scan32(
  m: usize,
  n: usize,
  low: f32,
  high: f32,
  counts: usize,
  groups: usize,
  result: usize,
): void {
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  let total = f64x2.splat(0);
  let above = f64x2.splat(0);
  let minusCount = i32x4.splat(0); // a lane that a comparison sets is −1
  let largest = i32x4.splat(0);
  let next = groups;
  for (let end = m + (n << 2); m < end; m += 32) {
    const a = v128.load(m, 0);
    const b = v128.load(m, 16);
    const aAbove = f32x4.gt(a, highs);
    const bAbove = f32x4.gt(b, highs);
    const aboveHigh = i32x4.add(aAbove, bAbove);
    const aboveLow = i32x4.add(f32x4.gt(a, lows), f32x4.gt(b, lows));
    store<usize>(next, m);
    next += (<usize>v128.any_true(v128.xor(aboveLow, aboveHigh))) << 2;
    minusCount = i32x4.add(minusCount, aboveHigh);
    largest = i32x4.max_u(i32x4.max_u(largest, a), b);
    const a0 = f64x2.promote_low_f32x4(v128.load64_zero(m, 0));
    const a1 = f64x2.promote_low_f32x4(v128.load64_zero(m, 8));
    const b0 = f64x2.promote_low_f32x4(v128.load64_zero(m, 16));
    const b1 = f64x2.promote_low_f32x4(v128.load64_zero(m, 24));
    total = f64x2.add(f64x2.add(total, f64x2.add(a0, a1)), f64x2.add(b0, b1));
    above = f64x2.add(above, f64x2.add(firstIf(aAbove, a0), lastIf(aAbove, a1)));
    above = f64x2.add(above, f64x2.add(firstIf(bAbove, b0), lastIf(bAbove, b1)));
  }
  const origin = reinterpret<u32>(low) + 1;
  for (let group = groups; group < next; group += 4) {
    sortIn(counts, load<usize>(group), lows, highs, origin);
  }
  const counted =
    i32x4.extract_lane(minusCount, 0) +
    i32x4.extract_lane(minusCount, 1) +
    i32x4.extract_lane(minusCount, 2) +
    i32x4.extract_lane(minusCount, 3);
  const valid = !v128.any_true(i32x4.gt_u(largest, i32x4.splat(ONE_32)));
  write(result, total, above, -counted, valid);
}

/** Two float64 where lanes 0 and 1 of a float32 mask are set, else 0. */
function firstIf(mask: v128, values: v128): v128 {
  return v128.and(i32x4.shuffle(mask, mask, 0, 0, 1, 1), values);
}

/** Two float64 where lanes 2 and 3 of a float32 mask are set, else 0. */
function lastIf(mask: v128, values: v128): v128 {
  return v128.and(i32x4.shuffle(mask, mask, 2, 2, 3, 3), values);
}

/** Counts those of eight float32 at m that lie in the band, of which there is one at least. */
function sortIn(counts: usize, m: usize, lows: v128, highs: v128, origin: u32): void {
  const a = v128.load(m, 0);
  const b = v128.load(m, 16);
  const aInBand = v128.xor(f32x4.gt(a, lows), f32x4.gt(a, highs));
  const bInBand = v128.xor(f32x4.gt(b, lows), f32x4.gt(b, highs));
  let inBand = i16x8.bitmask(i16x8.narrow_i32x4_s(aInBand, bInBand));
  do {
    bump(counts, load<u32>(m + ((<usize>ctz(inBand)) << 2)) - origin);
    inBand &= inBand - 1;
  } while (inBand != 0);
}

function bump(counts: usize, bucket: u32): void {
  const at = counts + ((<usize>bucket) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** n float64 at m, n a multiple of 2; bucket b counts the values from low + (b 2^shift + 1) ulp on. */
export function scan64(
  m: usize,
  n: usize,
  low: f64,
  high: f64,
  shift: u32,
  counts: usize,
  sums: usize,
  result: usize,
): void {
  const lows = f64x2.splat(low);
  const highs = f64x2.splat(high);
  const origin = reinterpret<u64>(low) + 1;
  let total = f64x2.splat(0);
  let above = f64x2.splat(0);
  let count = i64x2.splat(0);
  let valid = i64x2.splat(-1);
  for (let end = m + (n << 3); m < end; m += 16) {
    const value = v128.load(m);
    const isAbove = f64x2.gt(value, highs);
    valid = v128.and(valid, v128.and(f64x2.ge(value, f64x2.splat(0)), f64x2.le(value, f64x2.splat(1))));
    total = f64x2.add(total, value);
    above = f64x2.add(above, v128.and(value, isAbove));
    count = i64x2.sub(count, isAbove);
    const inBand = v128.andnot(f64x2.gt(value, lows), isAbove);
    if (v128.any_true(inBand)) {
      if (i64x2.extract_lane(inBand, 0)) gather(counts, sums, f64x2.extract_lane(value, 0), origin, shift);
      if (i64x2.extract_lane(inBand, 1)) gather(counts, sums, f64x2.extract_lane(value, 1), origin, shift);
    }
  }
  write(
    result,
    total,
    above,
    <u32>(i64x2.extract_lane(count, 0) + i64x2.extract_lane(count, 1)),
    i64x2.all_true(valid),
  );
}

/** Sums are of what values exceed the bucket's lower end by: that is exact, and their rounding errors are small. */
function gather(counts: usize, sums: usize, value: f64, origin: u64, shift: u32): void {
  const bucket = (reinterpret<u64>(value) - origin) >> shift;
  bump(counts, <u32>bucket);
  const at = sums + ((<usize>bucket) << 3);
  store<f64>(at, load<f64>(at) + (value - reinterpret<f64>(origin - 1 + (bucket << shift))));
}

function write(result: usize, total: v128, above: v128, count: u32, valid: bool): void {
  store<f64>(result, sumPair(total), TOTAL);
  store<f64>(result, sumPair(above), ABOVE_SUM);
  store<u32>(result, count, ABOVE_COUNT);
  store<u32>(result, valid ? 0 : 1, INVALID);
}
