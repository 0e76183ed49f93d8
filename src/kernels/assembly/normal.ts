/** The arithmetic of ../../core/random.ts and ../../core/elementary.ts, operation by operation, hence the same bits. */

const M0: u64 = 0xd2511f53;
const M1: u64 = 0xcd9e8d57;

/** Tails that are put off until so many are waiting: their long chains of operations then overlap. */
const BATCH: usize = 256;

/** Words of four counters, and so the most tails that join those waiting at once. */
const WORDS: usize = 16;

// Layout of the scratch memory: words, then the numbers of waiting tails, then where they go.
const NUMBERS: usize = 4 * WORDS;
const PLACES: usize = NUMBERS + 8 * (BATCH + WORDS);

/**
 * Writes the standard normal deviates of the words position … position + n − 1 of one Philox stream to n float32 at
 * out: deviate i is Φ⁻¹((word + ½) / 2^32).
 *
 * @param scratch 4096 bytes, 16-byte aligned
 */
export function fillNormal(
  out: usize,
  n: usize,
  position: f64,
  c1: u32,
  c2: u32,
  c3: u32,
  k0: u32,
  k1: u32,
  scratch: usize,
): void {
  const start = <u64>position;
  let counter = start >> 2;
  let skip = <usize>(start & 3);
  let written: usize = 0;
  let waiting: usize = 0;
  while (written < n) {
    if (skip === 0 && written + WORDS <= n) {
      philoxOfFour(scratch, <u32>counter, c1, c2, c3, k0, k1);
      counter += 4;
      for (let i: usize = 0; i < WORDS; i += 2) {
        waiting = quantilePair(scratch + (i << 2), out + ((written + i) << 2), scratch, waiting);
      }
      written += WORDS;
      if (waiting >= BATCH) waiting = finishTails(scratch, waiting);
    } else {
      philox(scratch, <u32>counter, c1, c2, c3, k0, k1);
      counter++;
      for (let lane = skip; lane < 4 && written < n; lane++, written++) {
        const p = (<f64>load<u32>(scratch + (lane << 2)) + 0.5) * 2.3283064365386963e-10;
        store<f32>(out + (written << 2), <f32>quantile(p));
      }
      skip = 0;
    }
  }
  finishTails(scratch, waiting);
}

/** Computes the waiting tails; returns how many wait after that: none. */
function finishTails(scratch: usize, waiting: usize): usize {
  for (let i: usize = 0; i < waiting; i += 2) {
    const deviates = f32x4.demote_f64x2_zero(tails(v128.load(scratch + (i << 3), NUMBERS)));
    v128.store32_lane(load<usize>(scratch + (i << 2), PLACES), deviates, 0);
    if (i + 1 < waiting) v128.store32_lane(load<usize>(scratch + (i << 2) + 4, PLACES), deviates, 1);
  }
  return 0;
}

/** The blocks of four counters from c0 on, 64 bytes at out. */
function philoxOfFour(out: usize, c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32): void {
  const m0 = i32x4.splat(<i32>(<u32>M0));
  const m1 = i32x4.splat(<i32>(<u32>M1));
  let a = i32x4.add(i32x4.splat(c0), i32x4(0, 1, 2, 3));
  let b = i32x4.splat(c1);
  let c = i32x4.splat(c2);
  let d = i32x4.splat(c3);
  for (let round = 0; round < 10; round++) {
    const low0 = i64x2.extmul_low_i32x4_u(a, m0);
    const high0 = i64x2.extmul_high_i32x4_u(a, m0);
    const low1 = i64x2.extmul_low_i32x4_u(c, m1);
    const high1 = i64x2.extmul_high_i32x4_u(c, m1);
    a = v128.xor(v128.xor(i32x4.shuffle(low1, high1, 1, 3, 5, 7), b), i32x4.splat(k0));
    b = i32x4.shuffle(low1, high1, 0, 2, 4, 6);
    c = v128.xor(v128.xor(i32x4.shuffle(low0, high0, 1, 3, 5, 7), d), i32x4.splat(k1));
    d = i32x4.shuffle(low0, high0, 0, 2, 4, 6);
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const ab2 = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cd2 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(out, i64x2.shuffle(ab, cd, 0, 2), 0);
  v128.store(out, i64x2.shuffle(ab, cd, 1, 3), 16);
  v128.store(out, i64x2.shuffle(ab2, cd2, 0, 2), 32);
  v128.store(out, i64x2.shuffle(ab2, cd2, 1, 3), 48);
}

function philox(out: usize, c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32): void {
  for (let round = 0; round < 10; round++) {
    const product0 = M0 * <u64>c0;
    const product1 = M1 * <u64>c2;
    c0 = (<u32>(product1 >> 32)) ^ c1 ^ k0;
    c1 = <u32>product1;
    c2 = (<u32>(product0 >> 32)) ^ c3 ^ k1;
    c3 = <u32>product0;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  store<u32>(out, c0, 0);
  store<u32>(out, c1, 4);
  store<u32>(out, c2, 8);
  store<u32>(out, c3, 12);
}

function times(a: v128, r: v128, b: f64): v128 {
  return f64x2.add(f64x2.mul(a, r), f64x2.splat(b));
}

/**
 * The deviates of two words to two float32 at out, right where |p − ½| ≤ 0.425; the others wait as tails. Returns how
 * many do.
 */
function quantilePair(words: usize, out: usize, scratch: usize, waiting: usize): usize {
  const p = f64x2.mul(
    f64x2.add(f64x2.convert_low_i32x4_u(v128.load64_zero(words)), f64x2.splat(0.5)),
    f64x2.splat(2.3283064365386963e-10),
  );
  const q = f64x2.sub(p, f64x2.splat(0.5));
  const r = f64x2.sub(f64x2.splat(0.180625), f64x2.mul(q, q));
  let a = times(f64x2.splat(2509.0809287301226727), r, 33430.575583588128105);
  a = times(a, r, 67265.770927008700853);
  a = times(a, r, 45921.953931549871457);
  a = times(a, r, 13731.693765509461125);
  a = times(a, r, 1971.5909503065514427);
  a = times(a, r, 133.14166789178437745);
  a = times(a, r, 3.387132872796366608);
  let b = times(f64x2.splat(5226.495278852545925), r, 28729.085735721942674);
  b = times(b, r, 39307.89580009271061);
  b = times(b, r, 21213.794301586595867);
  b = times(b, r, 5394.1960214247511077);
  b = times(b, r, 687.1870074920579083);
  b = times(b, r, 42.313330701600911252);
  b = times(b, r, 1);
  v128.store64_lane(out, f32x4.demote_f64x2_zero(f64x2.div(f64x2.mul(q, a), b)), 0);
  const isTail = f64x2.gt(f64x2.abs(q), f64x2.splat(0.425));
  waiting = wait(scratch, waiting, f64x2.extract_lane(p, 0), out, <usize>i64x2.extract_lane(isTail, 0));
  return wait(scratch, waiting, f64x2.extract_lane(p, 1), out + 4, <usize>i64x2.extract_lane(isTail, 1));
}

/** Puts p at the end of the waiting tails, where it stays if isTail is not 0. */
function wait(scratch: usize, waiting: usize, p: f64, out: usize, isTail: usize): usize {
  store<f64>(scratch + (waiting << 3), p, NUMBERS);
  store<usize>(scratch + (waiting << 2), out, PLACES);
  return waiting + (isTail & 1);
}

function quantile(p: f64): f64 {
  const q = p - 0.5;
  if (Math.abs(q) > 0.425) return tail(p);
  const r = 0.180625 - q * q;
  return (
    (q *
      (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
        45921.953931549871457) *
        r +
        13731.693765509461125) *
        r +
        1971.5909503065514427) *
        r +
        133.14166789178437745) *
        r +
        3.387132872796366608)) /
    (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
      21213.794301586595867) *
      r +
      5394.1960214247511077) *
      r +
      687.1870074920579083) *
      r +
      42.313330701600911252) *
      r +
      1)
  );
}

/** {@link tail} of two numbers (word + ½) / 2^32, which `far` is never asked for: √−log(2^−33) < 5. */
function tails(p: v128): v128 {
  const lower = f64x2.lt(p, f64x2.splat(0.5));
  const r = f64x2.sub(
    f64x2.sqrt(f64x2.neg(logs(v128.bitselect(p, f64x2.sub(f64x2.splat(1), p), lower)))),
    f64x2.splat(1.6),
  );
  let a = times(f64x2.splat(7.7454501427834140764e-4), r, 0.0227238449892691845833);
  a = times(a, r, 0.24178072517745061177);
  a = times(a, r, 1.27045825245236838258);
  a = times(a, r, 3.64784832476320460504);
  a = times(a, r, 5.7694972214606914055);
  a = times(a, r, 4.6303378461565452959);
  a = times(a, r, 1.42343711074968357734);
  let b = times(f64x2.splat(1.05075007164441684324e-9), r, 5.475938084995344946e-4);
  b = times(b, r, 0.0151986665636164571966);
  b = times(b, r, 0.14810397642748007459);
  b = times(b, r, 0.68976733498510000455);
  b = times(b, r, 1.6763848301838038494);
  b = times(b, r, 2.05319162663775882187);
  b = times(b, r, 1);
  const value = f64x2.div(a, b);
  return v128.bitselect(f64x2.neg(value), value, lower);
}

/** {@link log} of two numbers. */
function logs(x: v128): v128 {
  const exponents = i64x2.shr_u(x, 52);
  const mantissa = v128.or(v128.and(x, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3ff0000000000000));
  const halved = f64x2.gt(mantissa, f64x2.splat(1.4142135623730951));
  const f = v128.bitselect(f64x2.mul(mantissa, f64x2.splat(0.5)), mantissa, halved);
  const k = f64x2.add(
    f64x2.sub(f64x2.convert_low_i32x4_u(i32x4.shuffle(exponents, exponents, 0, 2, 0, 2)), f64x2.splat(1023)),
    v128.and(halved, f64x2.splat(1)),
  );
  const s = f64x2.div(f64x2.sub(f, f64x2.splat(1)), f64x2.add(f, f64x2.splat(1)));
  const z = f64x2.mul(s, s);
  let series = f64x2.mul(f64x2.splat(1.0 / 21.0), z);
  series = f64x2.mul(f64x2.add(series, f64x2.splat(1.0 / 19.0)), z);
  series = f64x2.mul(f64x2.add(series, f64x2.splat(1.0 / 17.0)), z);
  series = f64x2.mul(f64x2.add(series, f64x2.splat(1.0 / 15.0)), z);
  series = f64x2.mul(f64x2.add(series, f64x2.splat(1.0 / 13.0)), z);
  series = f64x2.mul(f64x2.add(series, f64x2.splat(1.0 / 11.0)), z);
  series = f64x2.mul(f64x2.add(series, f64x2.splat(1.0 / 9.0)), z);
  series = f64x2.mul(f64x2.add(series, f64x2.splat(1.0 / 7.0)), z);
  series = f64x2.mul(f64x2.add(series, f64x2.splat(1.0 / 5.0)), z);
  series = f64x2.mul(f64x2.add(series, f64x2.splat(1.0 / 3.0)), z);
  const twice = f64x2.mul(f64x2.splat(2), s);
  return f64x2.add(
    f64x2.mul(k, f64x2.splat(6.9314718036912381649e-1)),
    f64x2.add(
      twice,
      f64x2.add(f64x2.mul(twice, series), f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10))),
    ),
  );
}

function tail(p: f64): f64 {
  const lower = p < 0.5;
  const root = Math.sqrt(-log(lower ? p : 1 - p));
  const value = root <= 5 ? near(root - 1.6) : far(root - 5);
  return lower ? -value : value;
}

function log(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let k = <i32>(bits >> 52) - 1023;
  let f = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (f > 1.4142135623730951) {
    f /= 2;
    k += 1;
  }
  const s = (f - 1) / (f + 1);
  const z = s * s;
  // The reciprocals are folded at compile time; a loop would divide.
  let series: f64 = (1.0 / 21.0) * z;
  series = (series + 1.0 / 19.0) * z;
  series = (series + 1.0 / 17.0) * z;
  series = (series + 1.0 / 15.0) * z;
  series = (series + 1.0 / 13.0) * z;
  series = (series + 1.0 / 11.0) * z;
  series = (series + 1.0 / 9.0) * z;
  series = (series + 1.0 / 7.0) * z;
  series = (series + 1.0 / 5.0) * z;
  series = (series + 1.0 / 3.0) * z;
  return <f64>k * 6.9314718036912381649e-1 + (2 * s + (2 * s * series + <f64>k * 1.90821492927058770002e-10));
}

function near(r: f64): f64 {
  return (
    (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
      1.27045825245236838258) *
      r +
      3.64784832476320460504) *
      r +
      5.7694972214606914055) *
      r +
      4.6303378461565452959) *
      r +
      1.42343711074968357734) /
    (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
      0.14810397642748007459) *
      r +
      0.68976733498510000455) *
      r +
      1.6763848301838038494) *
      r +
      2.05319162663775882187) *
      r +
      1)
  );
}

function far(r: f64): f64 {
  return (
    (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r +
      0.026532189526576123093) *
      r +
      0.29656057182850489123) *
      r +
      1.7848265399172913358) *
      r +
      5.4637849111641143699) *
      r +
      6.6579046435011037772) /
    (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
      7.868691311456132591e-4) *
      r +
      0.0148753612908506148525) *
      r +
      0.13692988092273580531) *
      r +
      0.59983220655588793769) *
      r +
      1)
  );
}
