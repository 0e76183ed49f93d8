import { SoftdiceError } from "../../../core/errors.ts";
import type { Reference } from "../reference.ts";
import { type CheckedValue, judge, type ReportedValue } from "./verdict.ts";

/** A table of another program's values beside the reference. */
export interface CheckResult {
  readonly values: readonly CheckedValue[];
  /** Causes with the number of wrong values that they would explain, the most first. */
  readonly causes: readonly { readonly cause: string; readonly explains: number }[];
  /** Figures of the reference for which nothing was reported. */
  readonly missing: readonly { readonly case: string; readonly quantity: string }[];
}

/**
 * Judges every value, in the order given; of the causes of one, those come first that explain most wrong values of the table.
 *
 * @param subject the file that errors name
 * @throws SoftdiceError for a case or quantity that the reference does not have, one that is there twice, what is not a number,
 *   and a table without any value
 */
export function checkValues(
  subject: string,
  reported: readonly ReportedValue[],
  { cases }: Pick<Reference, "cases">,
): CheckResult {
  const seen = new Set<string>();
  const values = reported.map((one) => {
    const refuse = (problem: string, expected: string): never => {
      throw new SoftdiceError({ subject, problem, expected, remedy: "correct the row" });
    };
    const known = cases.find((entry) => entry.case === one.case);
    if (known === undefined)
      return refuse(`names the case "${one.case}"`, `one of ${cases.map((entry) => entry.case).join(", ")}`);
    const reference = known.quantities.find(({ quantity }) => quantity === one.quantity);
    if (reference === undefined) {
      const expected = known.quantities.map(({ quantity }) => quantity).join(", ");
      return refuse(`names the quantity "${one.quantity}" of "${one.case}"`, `one of ${expected}`);
    }
    if (seen.has(keyOf(one)))
      return refuse(`has ${one.quantity} of "${one.case}" twice`, "one value of each");
    seen.add(keyOf(one));
    if (
      !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u.test(one.text) &&
      !/^[+-]?(?:nan|inf(?:inity)?)$/iu.test(one.text)
    )
      return refuse(`has "${one.text}" for ${one.quantity} of "${one.case}"`, "a number");
    return judge(one, reference);
  });
  if (values.length === 0) {
    throw new SoftdiceError({
      subject,
      problem: "has no values",
      expected: "a number in the column value of at least one row",
      remedy: "fill in what your program computes",
    });
  }
  const missing = cases.flatMap((entry) =>
    entry.quantities
      .map(({ quantity }) => ({ case: entry.case, quantity }))
      .filter((pair) => !seen.has(keyOf(pair))),
  );
  const causes = countCauses(values);
  const rank = new Map(causes.map(({ cause }, n) => [cause, n]));
  const ranked = values.map((one) => ({
    ...one,
    causes: one.causes
      .toSorted((a, b) => (rank.get(a) ?? Infinity) - (rank.get(b) ?? Infinity))
      .slice(0, MOST_CAUSES),
  }));
  return { values: ranked, causes, missing };
}

/** Causes that are named of one value. */
const MOST_CAUSES = 3;

/** How many wrong values each cause would explain: one number alone fits several, all of them together tell. */
function countCauses(values: readonly CheckedValue[]): CheckResult["causes"] {
  const counts = new Map<string, number>();
  for (const { verdict, causes } of values)
    if (verdict === "wrong") for (const cause of causes) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return Array.from(counts, ([cause, explains]) => ({ cause, explains })).sort(
    (a, b) => b.explains - a.explains,
  );
}

function keyOf(one: { readonly case: string; readonly quantity: string }): string {
  return JSON.stringify([one.case, one.quantity]);
}
