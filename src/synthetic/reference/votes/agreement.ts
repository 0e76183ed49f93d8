import { overlap, type VotePattern, volumeOf, votesOf } from "./patterns.ts";

/** The pairs of R observers. */
export function pairsOf(raters: number): readonly (readonly [number, number])[] {
  return Array.from({ length: raters }, (_, j) => j).flatMap((j) =>
    Array.from({ length: raters - j - 1 }, (_, n): [number, number] => [j, j + 1 + n]),
  );
}

/** The mean of 2 |A ∩ B| / (|A| + |B|) over the pairs. */
export function meanPairwiseDice(patterns: readonly VotePattern[], raters: number): number {
  const values = pairsOf(raters).map(([j, k]) => {
    const { common, total } = overlap(patterns, j, k);
    return (2 * common) / total;
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Σ |A ∩ B| / Σ |A ∪ B| over the pairs (Kouwenhoven, Giezen & Struikmans, Phys. Med. Biol. 54, 2009). */
export function conformityIndex(patterns: readonly VotePattern[], raters: number): number {
  let [common, either] = [0, 0];
  for (const [j, k] of pairsOf(raters)) {
    const pair = overlap(patterns, j, k);
    common += pair.common;
    either += pair.either;
  }
  return common / either;
}

/**
 * Fleiss' kappa (Psychol. Bull. 76, 1971) over a field of view: (P − P_e) / (1 − P_e) with P the mean over the field of
 * (n (n − 1) + (R − n)(R − n − 1)) / (R (R − 1)), P_e = γ² + (1 − γ)², and γ the share of all decisions that are foreground.
 */
export function kappa(patterns: readonly VotePattern[], raters: number, fieldMm3: number): number {
  const drawn = patterns.filter(({ observers }) => observers > 0);
  let [agreeing, positive] = [fieldMm3 - volumeOf(drawn), 0];
  for (const pattern of drawn) {
    const n = votesOf(pattern);
    const pairs = n * (n - 1) + (raters - n) * (raters - n - 1);
    agreeing += (pattern.volumeMm3 * pairs) / (raters * (raters - 1));
    positive += (pattern.volumeMm3 * n) / raters;
  }
  const gamma = positive / fieldMm3;
  const expected = gamma ** 2 + (1 - gamma) ** 2;
  return (agreeing / fieldMm3 - expected) / (1 - expected);
}
