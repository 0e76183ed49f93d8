import { Random } from "../../core/random.ts";
import { type Case, makeCase } from "./cases.ts";
import { type Statement, TOLERANCE } from "./statement.ts";

/** What the checks of one statement found. */
export interface StatementResult {
  readonly name: string;
  readonly claim: string;
  /** Marginals that it was checked on. */
  readonly cases: number;
  /** The largest violation: at most rounding where the statement holds. */
  readonly worst: number;
  /** The first marginal on which it failed. */
  readonly counterExample?: Case & { readonly violation: number };
}

/**
 * Checks one statement on marginals number 0 … cases − 1 of a seed, and stops at the first counter-example.
 *
 * @param statementIndex tells the random numbers of statements apart
 */
export function checkStatement(
  statement: Statement,
  options: { readonly seed: number; readonly cases: number; readonly statementIndex: number },
): StatementResult {
  const { name, claim } = statement;
  let worst = 0;
  for (let index = 0; index < options.cases; index++) {
    const random = new Random(options.seed, 4, options.statementIndex, index);
    const example = makeCase(random, index, statement.maxVoxels, statement.kinds);
    const violation = statement.violation(example.m, random);
    if (!(violation <= TOLERANCE)) {
      return { name, claim, cases: index + 1, worst: violation, counterExample: { ...example, violation } };
    }
    worst = Math.max(worst, violation);
  }
  return { name, claim, cases: options.cases, worst };
}

/** A counter-example in one paragraph, complete enough to compute it again. */
export function describeCounterExample({ name, claim, counterExample }: StatementResult): string {
  if (counterExample === undefined) return "";
  const { kind, shape, m, violation } = counterExample;
  return (
    `${name} fails by ${violation.toPrecision(3)}: ${claim}.\n` +
    `Counter-example (${kind}, ${shape.join(" × ")} voxels): m = [${[...m].join(", ")}]\n`
  );
}
