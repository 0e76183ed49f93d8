import { cosSinTurns } from "../../core/elementary.ts";

/** cos 2πi/n and sin 2πi/n, i = 0 … n − 1. */
export interface Circle {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

const circles = new Map<number, Circle>();

/** The n-th roots of unity, computed once for each n. */
export function circle(n: number): Circle {
  const known = circles.get(n);
  if (known !== undefined) return known;
  const turns = Array.from({ length: n }, (_, i) => cosSinTurns(i / n));
  const made = {
    cos: Float64Array.from(turns, ([cos]) => cos),
    sin: Float64Array.from(turns, ([, sin]) => sin),
  };
  circles.set(n, made);
  return made;
}
