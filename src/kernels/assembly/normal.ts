/** The arithmetic of ../../core/random.ts and ../../core/elementary.ts, operation by operation, hence the same bits. */

const M0: u64 = 0xd2511f53;
const M1: u64 = 0xcd9e8d57;

/**
 * Writes the standard normal deviates of the words position … position + n − 1 of one Philox stream to n float32 at
 * out: deviate i is Φ⁻¹((word + ½) / 2^32).
 *
 * @param scratch 64 bytes, 16-byte aligned
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
  let written: usize = 0;
  let skip = <usize>(start & 3);
  for (let counter = start >> 2; written < n; counter++) {
    philox(scratch, <u32>counter, c1, c2, c3, k0, k1);
    quantilePair(scratch, scratch + 16);
    quantilePair(scratch + 8, scratch + 24);
    for (let lane = skip; lane < 4 && written < n; lane++) {
      store<f32>(out + (written << 2), load<f32>(scratch + 16 + (lane << 2)));
      written++;
    }
    skip = 0;
  }
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

/** Two uint32 at words to two float32 at out. */
function quantilePair(words: usize, out: usize): void {
  const uniform = f64x2.mul(
    f64x2.add(f64x2.convert_low_i32x4_u(v128.load64_zero(words)), f64x2.splat(0.5)),
    f64x2.splat(2.3283064365386963e-10),
  );
  const q = f64x2.sub(uniform, f64x2.splat(0.5));
  const central = f64x2.le(f64x2.abs(q), f64x2.splat(0.425));
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
  if (!i64x2.all_true(central)) {
    if (!i64x2.extract_lane(central, 0)) store<f32>(out, <f32>tail(f64x2.extract_lane(uniform, 0)), 0);
    if (!i64x2.extract_lane(central, 1)) store<f32>(out, <f32>tail(f64x2.extract_lane(uniform, 1)), 4);
  }
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
  let series: f64 = 0;
  for (let n = 21; n >= 3; n -= 2) series = (series + 1 / <f64>n) * z;
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
