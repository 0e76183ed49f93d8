/** exp(−f) in four lanes; the formula and its error bound are at `expOfMinus` in ../reference/sigmoid.ts. */
export function expOfMinus(f: v128): v128 {
  const magic = f32x4.splat(12582912);
  const limit = f32x4.splat(125);
  const product = f32x4.mul(f, f32x4.splat(-1.4426950408889634));
  const t = f32x4.pmin(f32x4.pmax(product, f32x4.neg(limit)), limit);
  const shifted = f32x4.add(t, magic);
  const x = f32x4.sub(t, f32x4.sub(shifted, magic));
  const x2 = f32x4.mul(x, x);
  const low = f32x4.add(f32x4.mul(x, f32x4.splat(0.6931470036506653)), f32x4.splat(1));
  const middle = f32x4.add(f32x4.mul(x, f32x4.splat(0.05550733581185341)), f32x4.splat(0.24022242426872253));
  const high = f32x4.add(f32x4.mul(x, f32x4.splat(0.001326472731307149)), f32x4.splat(0.009671512991189957));
  const p = f32x4.add(f32x4.mul(f32x4.add(f32x4.mul(high, x2), middle), x2), low);
  return i32x4.add(p, i32x4.shl(shifted, 23));
}

/** 1 / (1 + e) = σ(f) for e = exp(−f). */
export function sigmoidOf(e: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, e));
}
