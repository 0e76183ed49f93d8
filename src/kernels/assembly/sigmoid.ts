/* exp(−f) and σ(f) in four lanes. Constants come in as lanes of their own: see `kept` in ./constants.ts. */

/** Constants of {@link expOfMinus}; c1 … c5 are the coefficients of the polynomial but for c0 = 1. */
export const MINUS_LOG2_E: f32 = -1.4426950408889634;
export const MOST: f32 = 125;
/** 1.5 · 2²³: what is added to it is rounded to an integer. */
export const MAGIC: f32 = 12582912;
export const C1: f32 = 0.6931470036506653;
export const C2: f32 = 0.24022242426872253;
export const C3: f32 = 0.05550733581185341;
export const C4: f32 = 0.009671512991189957;
export const C5: f32 = 0.001326472731307149;

/** exp(−f); the formula and its error bound are at `expOfMinus` in ../reference/sigmoid.ts. */
export function expOfMinus(
  f: v128,
  minusLog2E: v128,
  least: v128,
  most: v128,
  magic: v128,
  one: v128,
  c1: v128,
  c2: v128,
  c3: v128,
  c4: v128,
  c5: v128,
): v128 {
  const t = f32x4.pmin(f32x4.pmax(f32x4.mul(f, minusLog2E), least), most);
  const shifted = f32x4.add(t, magic);
  const x = f32x4.sub(t, f32x4.sub(shifted, magic));
  const x2 = f32x4.mul(x, x);
  const low = f32x4.add(f32x4.mul(x, c1), one);
  const middle = f32x4.add(f32x4.mul(x, c3), c2);
  const high = f32x4.add(f32x4.mul(x, c5), c4);
  const p = f32x4.add(f32x4.mul(f32x4.add(f32x4.mul(high, x2), middle), x2), low);
  return i32x4.add(p, i32x4.shl(shifted, 23));
}

/** 1 / (1 + e) = σ(f) for e = exp(−f). */
export function sigmoidOf(e: v128, one: v128): v128 {
  return f32x4.div(one, f32x4.add(one, e));
}
