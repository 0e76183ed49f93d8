/** The minimum of a loss among all c of one volume x, and what volume is worth there. */
export interface VolumeSample {
  /** x = Σ c. */
  readonly x: number;
  /** V(x), the smallest loss at this volume. */
  readonly value: number;
  /** How much the loss at x falls with more volume at its most, denominators kept: per voxel added. */
  readonly next: number;
  /** What the last voxel taken is worth at its least. `last` ≥ `next`, equal where the loss is smooth. */
  readonly last: number;
}

/** What {@link chordSearch} finds. */
export interface ChordMinimum<T extends VolumeSample> {
  readonly best: T;
  /** No volume has a smaller loss than this. */
  readonly bound: number;
}

/** Losses are compared to this, in units of the loss; all here are of order 1. */
const TOLERANCE: number = 2 ** -46;

/** Intervals that are kept at one time: enough for many minima, and a limit on plateaus. */
const MOST_INTERVALS = 4096;

/** Volumes nearer than this, relatively, are not told apart. */
const RESOLUTION: number = 2 ** -44;

/**
 * The smallest V(x) over low ≤ x ≤ high, certified, by branch and bound. V(x) is the minimum over c with Σ c = x of
 * Σ_k −u_k(c) / (x + v_k) + w(c) with u_k ≥ 0 linear and w convex. For x between the ends a and b of an interval, x = λa + μb
 * with λ + μ = 1, convexity of 1 / (x + v_k) and duality of the two inner problems give
 *
 *     V(x) ≥ λ V(a) + μ V(b) − λ μ (b − a) (next(a) − last(b)),
 *
 * which is short of V by the square of b − a only. So intervals whose bound exceeds the best value are dropped, and those
 * around a minimum shrink quickly.
 */
export function chordSearch<T extends VolumeSample>(
  evaluate: (x: number) => T,
  low: number,
  high: number,
): ChordMinimum<T> {
  const ends = [evaluate(low), evaluate(high)] as const;
  let best = ends[0].value <= ends[1].value ? ends[0] : ends[1];
  /** The smallest bound of the intervals that were given up as too short. */
  let settled = Infinity;
  let intervals: (readonly [T, T])[] = [ends];
  for (;;) {
    intervals = intervals.filter(([a, b]) => {
      const bound = chordBound(a, b);
      if (bound >= best.value - TOLERANCE) return false;
      if (b.x - a.x > RESOLUTION * b.x) return true;
      settled = Math.min(settled, bound);
      return false;
    });
    if (intervals.length === 0 || intervals.length > MOST_INTERVALS) break;
    intervals = intervals.flatMap(([a, b]) => {
      const middle = evaluate(between(a.x, b.x));
      if (middle.value < best.value) best = middle;
      return [[a, middle] as const, [middle, b] as const];
    });
  }
  const open = Math.min(...intervals.map(([a, b]) => chordBound(a, b)));
  return { best, bound: Math.min(best.value - TOLERANCE, settled, open) };
}

/** The least of λ V(a) + μ V(b) − λ μ k over λ + μ = 1, with k = (b − a)(next(a) − last(b)). */
function chordBound(a: VolumeSample, b: VolumeSample): number {
  const curvature = (b.x - a.x) * (a.next - b.last);
  const rise = b.value - a.value;
  const mu = curvature > 0 ? Math.min(1, Math.max(0, (1 - rise / curvature) / 2)) : Number(rise < 0);
  return a.value + mu * rise - mu * (1 - mu) * curvature;
}

/** Near the geometric mean where the ends are of different size, else near the middle. */
function between(a: number, b: number): number {
  return a > 0 && b > 4 * a ? Math.sqrt(a * b) : (a + b) / 2;
}
