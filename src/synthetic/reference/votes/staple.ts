import { marked, type VotePattern, volumeOf, votesOf } from "./patterns.ts";

/** STAPLE's estimate of bodies. */
export interface StapleFixedPoint {
  readonly sensitivity: readonly number[];
  readonly specificity: readonly number[];
  /** Volume of {W > 1/2}. */
  readonly volumeMm3: number;
}

/** The field of view that STAPLE sees, and the prior it is given; the mean of all decisions there if left out. */
export interface StapleView {
  readonly fieldMm3: number;
  readonly prior?: number;
}

const START = 0.99999;

/**
 * The fixed point that binary STAPLE (Warfield, Zou & Wells, IEEE Trans. Med. Imaging 23, 2004) reaches from
 * p = q = 0.99999, with volumes in place of numbers of voxels. With the prior γ,
 *
 *     W = γ α / (γ α + (1 − γ) β),   α = Π p_k^d (1 − p_k)^(1−d),   β = Π (1 − q_k)^d q_k^(1−d)      in each pattern,
 *     p_k = ∫ W d_k / ∫ W,           q_k = ∫ (1 − W)(1 − d_k) / ∫ (1 − W),
 *
 * iterated until no p or q moves by more than 1e-14.
 */
export function stapleFixedPoint(
  patterns: readonly VotePattern[],
  raters: number,
  { fieldMm3, prior }: StapleView,
): StapleFixedPoint {
  const drawn = patterns.filter(({ observers }) => observers > 0);
  const all = [...drawn, { observers: 0, volumeMm3: fieldMm3 - volumeOf(drawn) }];
  const gamma =
    prior ??
    all.reduce((sum, pattern) => sum + pattern.volumeMm3 * votesOf(pattern), 0) / (raters * fieldMm3);
  let p = Array.from({ length: raters }, () => START);
  let q = Array.from({ length: raters }, () => START);
  const truth = (pattern: VotePattern): number => {
    let [alpha, beta] = [gamma, 1 - gamma];
    for (let k = 0; k < raters; k++) {
      alpha *= marked(pattern, k) ? p[k] : 1 - p[k];
      beta *= marked(pattern, k) ? 1 - q[k] : q[k];
    }
    return alpha / (alpha + beta);
  };
  for (let moved = 1, n = 0; moved > 1e-14 && n < 20_000; n++) {
    const inside = all.map((pattern) => pattern.volumeMm3 * truth(pattern));
    const outside = all.map((pattern, i) => pattern.volumeMm3 - inside[i]);
    const share = (weights: readonly number[], chosen: (pattern: VotePattern) => boolean): number =>
      weights.reduce((sum, w, i) => (chosen(all[i]) ? sum + w : sum), 0) /
      weights.reduce((sum, w) => sum + w, 0);
    const nextP = p.map((_, k) => share(inside, (pattern) => marked(pattern, k)));
    const nextQ = q.map((_, k) => share(outside, (pattern) => !marked(pattern, k)));
    moved = Math.max(...p.map((old, k) => Math.max(Math.abs(old - nextP[k]), Math.abs(q[k] - nextQ[k]))));
    [p, q] = [nextP, nextQ];
  }
  return {
    sensitivity: p,
    specificity: q,
    volumeMm3: volumeOf(drawn, (pattern) => truth(pattern) > 0.5),
  };
}
