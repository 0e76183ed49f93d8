/** Panels of the quadrature, and nodes of each. */
const PANELS = 4;
const NODES = 48;

/** e^(−REACH) is below what float64 resolves beside 1. */
const REACH = 45;

/**
 * What a probability map expects of its own segmentation: E 2 |s ∩ B| / (|s| + |B|) where each voxel is foreground by
 * itself with its probability. With 1/n = ∫₀¹ uⁿ⁻¹ du and q = 1 − p,
 *
 *     E D(s) = 2 ∫₀¹ u^(|s| − 1) · Σ_{i ∈ s} p_i u / (q_i + p_i u) · Π_j (q_j + p_j u) du,
 *
 * here with u = e^(−y) by Gauss–Legendre on four panels, to 1e-11 or so. Segmentation and map are given by levels, so the
 * cost does not depend on the number of voxels. Where 1 − u is small, as it is at all nodes of large structures, sums over
 * levels are power series in it, Σ log(1 − p (1 − u)) = −Σ_j (1 − u)^j / j Σ p^j, whose coefficients are summed once.
 *
 * @param levels probability of each level, in [0, 1]
 * @param counts voxels of each level
 * @param isInside whether s holds the voxels of a level
 * @returns Π q where s is empty: the probability that nothing is there, with D = 1
 */
export function expectedDice(
  levels: ArrayLike<number>,
  counts: ArrayLike<number>,
  isInside: (level: number) => boolean,
): number {
  const filled = Array.from(levels, (_, n) => n).filter((n) => counts[n] > 0 && levels[n] > 0);
  let voxels = 0;
  let expected = 0;
  for (let n = 0; n < levels.length; n++) {
    if (isInside(n)) voxels += counts[n];
    expected += counts[n] * levels[n];
  }
  const nothing = filled.reduce((log, n) => log + counts[n] * Math.log1p(-levels[n]), 0);
  if (voxels === 0) return Math.exp(nothing);
  const inside = filled.filter(isInside);
  const all = powerSums(levels, counts, filled);
  const own = powerSums(levels, counts, inside);
  const integrand = (y: number): number => {
    const rest = -Math.expm1(-y); // 1 − u
    let log = -y * voxels;
    if (rest <= SMALL) {
      // Horner's scheme, the smallest terms first.
      let [logs, sums] = [0, 0];
      for (let j = ORDER; j > 0; j--) {
        logs = rest * (all[j] / j + logs);
        sums = j === ORDER ? own[j] : own[j] + rest * sums;
      }
      return Math.exp(log - logs) * (1 - rest) * sums;
    }
    for (const n of filled) log += counts[n] * Math.log1p(-levels[n] * rest);
    if (log < -2 * REACH) return 0;
    let sum = 0;
    for (const n of inside) sum += (counts[n] * levels[n] * (1 - rest)) / (1 - levels[n] * rest);
    return Math.exp(log) * sum;
  };
  const length = REACH / Math.max(1, expected);
  const edges = [0, ...Array.from({ length: PANELS }, (_, n) => length * 20 ** (n / (PANELS - 1) - 1))];
  return 2 * edges.slice(1).reduce((sum, edge, n) => sum + integrate(integrand, edges[n], edge), 0);
}

/** The order of power series in 1 − u ≤ SMALL: what they leave out is below rounding. */
const ORDER = 8;
const SMALL = 1e-2;

/** Σ n p^j over some levels, j = 0 … ORDER. */
function powerSums(
  levels: ArrayLike<number>,
  counts: ArrayLike<number>,
  some: readonly number[],
): Float64Array {
  const sums = new Float64Array(ORDER + 1);
  for (const n of some) {
    let term = counts[n];
    for (let j = 0; j <= ORDER; j++, term *= levels[n]) sums[j] += term;
  }
  return sums;
}

function integrate(f: (x: number) => number, from: number, to: number): number {
  const half = (to - from) / 2;
  return (
    half * gaussLegendre().reduce((sum, { node, weight }) => sum + weight * f(from + half * (1 + node)), 0)
  );
}

let rule: readonly { readonly node: number; readonly weight: number }[] | undefined;

/** Nodes and weights on [−1, 1], by Newton's method on the Legendre polynomial of degree {@link NODES}. */
function gaussLegendre(): NonNullable<typeof rule> {
  rule ??= Array.from({ length: NODES }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (NODES + 0.5));
    let slope = 1;
    for (let step = 0; step < 10; step++) {
      let [before, value] = [1, x];
      for (let n = 2; n <= NODES; n++)
        [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
      slope = (NODES * (before - x * value)) / (1 - x * x);
      x -= value / slope;
    }
    return { node: x, weight: 2 / ((1 - x * x) * slope * slope) };
  });
  return rule;
}
