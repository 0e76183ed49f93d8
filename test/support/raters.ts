import fc from "fast-check";

/** Masks of 1 … maxRaters observers on 1 … maxVoxels voxels, empty, full and equal ones among them. */
export function observers(maxRaters: number, maxVoxels: number): fc.Arbitrary<number[][]> {
  return fc
    .tuple(fc.integer({ min: 1, max: maxRaters }), fc.integer({ min: 1, max: maxVoxels }))
    .chain(([raters, voxels]) => {
      const bits = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: voxels, maxLength: voxels });
      const constant = fc.constantFrom(0, 1).map((value) => Array.from({ length: voxels }, () => value));
      return fc.array(fc.oneof({ weight: 8, arbitrary: bits }, { weight: 1, arbitrary: constant }), {
        minLength: raters,
        maxLength: raters,
      });
    });
}

/** The marginal Σ w L / Σ w, voxel by voxel. */
export function meanOf(raters: readonly (readonly number[])[], weights = raters.map(() => 1)): number[] {
  const all = weights.reduce((a, b) => a + b);
  return raters[0].map((_, i) => raters.reduce((sum, mask, k) => sum + weights[k] * mask[i], 0) / all);
}

/** Dice of two segmentations by its definition; `empty` where both are empty. */
export function plainDice(a: ArrayLike<number>, b: ArrayLike<number>, empty = Number.NaN): number {
  let common = 0;
  let total = 0;
  for (let i = 0; i < a.length; i++) {
    common += a[i] * b[i];
    total += a[i] + b[i];
  }
  return total === 0 ? empty : (2 * common) / total;
}

/** The weighted mean of the Dice with each observer, those without a value left out. */
export function plainMeanDice(
  s: ArrayLike<number>,
  raters: readonly (readonly number[])[],
  weights = raters.map(() => 1),
  empty = Number.NaN,
): number {
  let sum = 0;
  let weight = 0;
  raters.forEach((mask, k) => {
    const value = plainDice(s, mask, empty);
    if (Number.isNaN(value) || weights[k] === 0) return;
    sum += weights[k] * value;
    weight += weights[k];
  });
  return sum / weight;
}

export function count(mask: ArrayLike<number>): number {
  return Array.from(mask).reduce((a, b) => a + b, 0);
}
