import { Random } from "../../core/random.ts";
import { type Case, makeCase } from "./cases.ts";
import { type Statement, TOLERANCE } from "./statement.ts";

/** What the checks of one statement found. */
export interface StatementResult {
  readonly name: string;
  readonly claim: string;
  /** Marginals that it was checked on. */
  readonly cases: number;
  /** Largest number of voxels of these. */
  readonly maxVoxels: number;
  /** The largest violation: at most rounding where the statement holds. */
  readonly worst: number;
  /** The first marginal on which it failed. */
  readonly counterExample?: Case & { readonly violation: number };
}

/** Which marginals a run checks a statement on. */
export interface CheckOptions {
  readonly seed: number;
  /** How many. */
  readonly cases: number;
  /** Tells the random numbers of statements apart. */
  readonly statementIndex: number;
}

/** Marginal number `index` of a statement, and what else its check draws. */
export function drawCase(
  statement: Statement,
  { seed, statementIndex }: CheckOptions,
  index: number,
): { readonly example: Case; readonly random: Random } {
  const random = new Random(seed, 4, statementIndex, index);
  return { example: makeCase(random, index, statement.maxVoxels, statement.kinds), random };
}

/**
 * Checks one statement on marginals number 0 … cases − 1 of a seed, and stops at the first counter-example.
 */
export function checkStatement(statement: Statement, options: CheckOptions): StatementResult {
  const { name, claim, maxVoxels } = statement;
  let worst = 0;
  for (let index = 0; index < options.cases; index++) {
    const { example, random } = drawCase(statement, options, index);
    const violation = statement.violation(example.m, random);
    if (!(violation <= TOLERANCE)) {
      return {
        name,
        claim,
        cases: index + 1,
        maxVoxels,
        worst: violation,
        counterExample: { ...example, violation },
      };
    }
    worst = Math.max(worst, violation);
  }
  return { name, claim, cases: options.cases, maxVoxels, worst };
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
