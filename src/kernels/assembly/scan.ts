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

/** Lanes 0 + 2 and 1 + 3 of four float32, in float64. */
function foldedPair(m: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(m), f64x2.promote_low_f32x4(i32x4.shuffle(m, m, 2, 3, 2, 3)));
}

/** n float32 at m, n a multiple of 8; counts[b] counts the value low + (b + 1) ulp. */
export function scan32(m: usize, n: usize, low: f32, high: f32, counts: usize, result: usize): void {
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  const origin = reinterpret<u32>(low) + 1;
  let total = f64x2.splat(0);
  let above = f64x2.splat(0);
  let count = i32x4.splat(0);
  let largest = i32x4.splat(0);
  for (let end = m + (n << 2); m < end; m += 32) {
    const a = v128.load(m, 0);
    const b = v128.load(m, 16);
    const aAbove = f32x4.gt(a, highs);
    const bAbove = f32x4.gt(b, highs);
    const aInBand = v128.xor(f32x4.gt(a, lows), aAbove);
    const bInBand = v128.xor(f32x4.gt(b, lows), bAbove);
    largest = i32x4.max_u(i32x4.max_u(largest, a), b);
    total = f64x2.add(f64x2.add(total, foldedPair(a)), foldedPair(b));
    above = f64x2.add(f64x2.add(above, foldedPair(v128.and(a, aAbove))), foldedPair(v128.and(b, bAbove)));
    count = i32x4.sub(i32x4.sub(count, aAbove), bAbove);
    if (v128.any_true(v128.or(aInBand, bInBand))) {
      sortIn(counts, origin, a, aInBand);
      sortIn(counts, origin, b, bInBand);
    }
  }
  const counted =
    i32x4.extract_lane(count, 0) +
    i32x4.extract_lane(count, 1) +
    i32x4.extract_lane(count, 2) +
    i32x4.extract_lane(count, 3);
  const valid = !v128.any_true(i32x4.gt_u(largest, i32x4.splat(ONE_32)));
  write(result, total, above, counted, valid);
}

function sortIn(counts: usize, origin: u32, value: v128, inBand: v128): void {
  const bucket = i32x4.sub(value, i32x4.splat(origin));
  if (i32x4.extract_lane(inBand, 0)) bump(counts, i32x4.extract_lane(bucket, 0));
  if (i32x4.extract_lane(inBand, 1)) bump(counts, i32x4.extract_lane(bucket, 1));
  if (i32x4.extract_lane(inBand, 2)) bump(counts, i32x4.extract_lane(bucket, 2));
  if (i32x4.extract_lane(inBand, 3)) bump(counts, i32x4.extract_lane(bucket, 3));
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
