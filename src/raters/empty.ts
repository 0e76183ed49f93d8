import { checkChoice } from "../core/check.ts";

/** What an index of overlap is where both segmentations are empty and its formula reads 0 / 0. */
export type EmptyPolicy = "nan" | "one" | "zero";

/** The policy where none is given: the value does not exist, and means leave it out. */
export const defaultEmptyPolicy: EmptyPolicy = "nan";

/** Refuses what is no such policy. */
export function checkEmptyPolicy(empty: EmptyPolicy): void {
  checkChoice("empty", empty, ["nan", "one", "zero"]);
}

/** numerator / denominator, or the policy's value for 0 / 0. */
export function ratio(numerator: number, denominator: number, empty: EmptyPolicy): number {
  if (denominator !== 0) return numerator / denominator;
  return { nan: Number.NaN, one: 1, zero: 0 }[empty];
}

/** The weighted mean of those values that are not NaN; NaN where there is none of positive weight. */
export function meanOfDefined(values: readonly number[], weights?: ArrayLike<number>): number {
  let total = 0;
  let weight = 0;
  values.forEach((value, i) => {
    const w = weights?.[i] ?? 1;
    if (Number.isNaN(value) || w === 0) return;
    total += w * value;
    weight += w;
  });
  return total / weight;
}
