/** `histogram` of ../histogramContract.ts over one chunk of a map, value by value in the order of the voxels. */

// Offsets in bytes of the fields of a result.
const TOTAL: usize = 0; // two float64: Σ m and Σ m (1 − m)
const AT_LEAST_HALF: usize = 16; // uint32: voxels of {m ≥ 1/2}
const ABOVE_HALF: usize = 20; // uint32
const CHUNK_HIGH: usize = 24; // float32: the largest value of this chunk

// Offsets of the figures of a bin; those of a step are the first two.
const COUNT: usize = 0;
const SUM: usize = 8;
const LOW: usize = 16;
const HIGH: usize = 24;
const BIN_BYTES: usize = 32;

/**
 * Adds n float32 in [0, 1] at m to what is there, n a multiple of 4. Most values of most maps are small: four in a row below
 * `bulk` are in bin 1, or in bin 0 where they are 0, and in step 0; the figures of these stay in variables meanwhile.
 *
 * @param bulk at most 1/width and 1/steps
 * @param width bins to the unit
 * @param isClosedAbove which end belongs to a bin
 * @param bins four float64 a bin
 * @param stepFigures two float64 a step
 */
export function histogram32(
  m: usize,
  n: usize,
  bulk: f32,
  width: f64,
  isClosedAbove: bool,
  bins: usize,
  steps: f64,
  stepFigures: usize,
  result: usize,
): void {
  const bulks = f32x4.splat(bulk);
  const first = bins + BIN_BYTES;
  let totals = v128.load(result, TOTAL); // Σ m and Σ m (1 − m)
  let sums = f64x2.replace_lane(f64x2.splat(load<f64>(first, SUM)), 1, load<f64>(stepFigures, SUM));
  let groups: u32 = 0;
  let minusPositive = i32x4.splat(0); // a lane that a comparison sets is −1
  let lows = f32x4.splat(1);
  let highs = f32x4.splat(0);
  let chunkHighs = f32x4.splat(0);
  for (let end = m + (n << 2); m < end; m += 16) {
    const group = v128.load(m);
    chunkHighs = f32x4.max(chunkHighs, group);
    const a = f64x2.promote_low_f32x4(group);
    const b = f64x2.promote_low_f32x4(v128.load64_zero(m, 8));
    const aSpread = f64x2.mul(a, f64x2.sub(f64x2.splat(1), a));
    const bSpread = f64x2.mul(b, f64x2.sub(f64x2.splat(1), b));
    totals = f64x2.add(f64x2.add(totals, firsts(a, aSpread)), seconds(a, aSpread));
    totals = f64x2.add(f64x2.add(totals, firsts(b, bSpread)), seconds(b, bSpread));
    if (i32x4.all_true(f32x4.lt(group, bulks))) {
      const isPositive = f32x4.gt(group, f32x4.splat(0));
      groups += 1;
      sums = f64x2.add(f64x2.add(sums, firsts(a, a)), seconds(a, a));
      sums = f64x2.add(f64x2.add(sums, firsts(b, b)), seconds(b, b));
      minusPositive = i32x4.add(minusPositive, isPositive);
      lows = f32x4.min(lows, v128.bitselect(group, f32x4.splat(1), isPositive));
      highs = f32x4.max(highs, group);
    } else {
      keep(sums, first, stepFigures);
      sort(f64x2.extract_lane(a, 0), width, isClosedAbove, bins, steps, stepFigures, result);
      sort(f64x2.extract_lane(a, 1), width, isClosedAbove, bins, steps, stepFigures, result);
      sort(f64x2.extract_lane(b, 0), width, isClosedAbove, bins, steps, stepFigures, result);
      sort(f64x2.extract_lane(b, 1), width, isClosedAbove, bins, steps, stepFigures, result);
      sums = f64x2.replace_lane(f64x2.splat(load<f64>(first, SUM)), 1, load<f64>(stepFigures, SUM));
    }
  }
  v128.store(result, totals, TOTAL);
  store<f32>(result, largest(chunkHighs), CHUNK_HIGH);
  keep(sums, first, stepFigures);
  const voxels = groups << 2;
  const positive = -(
    i32x4.extract_lane(minusPositive, 0) +
    i32x4.extract_lane(minusPositive, 1) +
    i32x4.extract_lane(minusPositive, 2) +
    i32x4.extract_lane(minusPositive, 3)
  );
  store<f64>(stepFigures, load<f64>(stepFigures, COUNT) + <f64>voxels, COUNT);
  store<f64>(first, load<f64>(first, COUNT) + <f64>positive, COUNT);
  widen(first, lows, highs);
  if (<u32>positive < voxels) {
    store<f64>(bins, load<f64>(bins, COUNT) + <f64>(voxels - positive), COUNT);
    store<f64>(bins, 0, LOW);
  }
}

/** The first of two float64 of a, and that of b. */
function firsts(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 0, 2);
}

/** The second of two float64 of a, and that of b. */
function seconds(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 1, 3);
}

/** Writes the sums of bin 1 and of step 0. */
function keep(sums: v128, bin: usize, step: usize): void {
  store<f64>(bin, f64x2.extract_lane(sums, 0), SUM);
  store<f64>(step, f64x2.extract_lane(sums, 1), SUM);
}

/** Takes one value into its bin, its step and the halves. */
function sort(
  value: f64,
  width: f64,
  isClosedAbove: bool,
  bins: usize,
  steps: f64,
  stepFigures: usize,
  result: usize,
): void {
  const scaled = value * width;
  const number = isClosedAbove ? Math.ceil(scaled) : value == 0 ? 0 : 1 + Math.floor(scaled);
  const bin = bins + <usize>(<u32>number) * BIN_BYTES;
  store<f64>(bin, load<f64>(bin, COUNT) + 1, COUNT);
  store<f64>(bin, load<f64>(bin, SUM) + value, SUM);
  store<f64>(bin, min(load<f64>(bin, LOW), value), LOW);
  store<f64>(bin, max(load<f64>(bin, HIGH), value), HIGH);
  let step = Math.floor(value * steps);
  if (step / steps > value) step -= 1;
  else if ((step + 1) / steps <= value) step += 1;
  const at = stepFigures + ((<usize>(<u32>step)) << 4);
  store<f64>(at, load<f64>(at, COUNT) + 1, COUNT);
  store<f64>(at, load<f64>(at, SUM) + value, SUM);
  if (value >= 0.5) {
    store<u32>(result, load<u32>(result, AT_LEAST_HALF) + 1, AT_LEAST_HALF);
    if (value > 0.5) store<u32>(result, load<u32>(result, ABOVE_HALF) + 1, ABOVE_HALF);
  }
}

/** Takes the least and the largest of four lanes into a bin. */
function widen(bin: usize, lows: v128, highs: v128): void {
  const low = min(
    min(f32x4.extract_lane(lows, 0), f32x4.extract_lane(lows, 1)),
    min(f32x4.extract_lane(lows, 2), f32x4.extract_lane(lows, 3)),
  );
  store<f64>(bin, min(load<f64>(bin, LOW), <f64>low), LOW);
  store<f64>(bin, max(load<f64>(bin, HIGH), <f64>largest(highs)), HIGH);
}

function largest(lanes: v128): f32 {
  return max(
    max(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
    max(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
  );
}
