import {
  checkFunction,
  checkIterable,
  checkNumber,
  checkObject,
  checkText,
  type Numbers,
} from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import type { CaseEvaluation } from "./caseEvaluation.ts";
import { evaluateArrays, type EvaluateOptions } from "./evaluate.ts";
import { evaluateStudy, type StudyEvaluation, type StudyRow } from "./evaluateStudy.ts";

/** One structure of one case of a study. */
export interface EvaluationInput {
  readonly case: string;
  /** "" by default, where a case has one. */
  readonly structure?: string | undefined;
  /** N values: 0 or 1, or probabilities. */
  readonly prediction: Numbers;
  /** R masks of N values, 0 or 1. */
  readonly raters: readonly Numbers[];
  readonly options?: EvaluateOptions | undefined;
}

/** What a study is evaluated with. */
export interface StudyOptions {
  /** Seed of the bootstrap over cases; 1. */
  readonly seed?: number | undefined;
  /** Called after each case with how many are done. */
  readonly report?: ((done: number) => void) | undefined;
  /** Stops before the next case. */
  readonly signal?: AbortSignal | undefined;
}

/** The cases of a study and what they have in common: the numbers of `softdice evaluate`. */
export interface EvaluatedStudy {
  readonly cases: readonly (CaseEvaluation & { readonly case: string; readonly structure: string })[];
  readonly all: StudyEvaluation;
}

/**
 * A model against its observers, case by case as {@link evaluate}, and over all cases: means with bootstrap intervals, the best
 * common threshold, cross-validated, and calibration. Cases may come one at a time, so that only one is in memory.
 *
 * @example
 * import { evaluateCases } from "softdice";
 *
 * const raters = [
 *   [0, 1, 1, 0],
 *   [0, 1, 1, 1],
 * ];
 * const { cases, all } = await evaluateCases([
 *   { case: "p1", prediction: [0, 1, 1, 1], raters },
 *   { case: "p2", prediction: [1, 1, 1, 0], raters },
 * ]);
 * cases[1].meanRaterDice; // 0.7333333333333333, that is (4/5 + 4/6) / 2
 * all.meanRaterDice.mean; // 0.8166666666666667, that is (9/10 + 11/15) / 2
 *
 * @throws SoftdiceError naming the case for what {@link evaluate} refuses, for no case, and for one that comes twice;
 * `options.signal.reason` once that is aborted
 */
export async function evaluateCases(
  cases: Iterable<EvaluationInput> | AsyncIterable<EvaluationInput>,
  options: StudyOptions = {},
): Promise<EvaluatedStudy> {
  checkObject("options", options);
  const { seed = 1, report, signal } = options;
  if (report !== undefined) checkFunction("report", report);
  if (signal !== undefined) checkFunction("signal.throwIfAborted", signal?.throwIfAborted);
  checkIterable("cases", cases, "a list of cases");
  checkNumber("seed", seed, (value) => Number.isSafeInteger(value) && value >= 0, "an integer from 0");
  const done: EvaluatedStudy["cases"][number][] = [];
  const rows: StudyRow[] = [];
  for await (const input of cases) {
    signal?.throwIfAborted();
    const where = `cases[${rows.length}]`;
    checkObject(where, input, "a case: case, prediction and raters");
    const { case: of, structure = "", prediction, raters, options: own } = input;
    checkText(`${where}.case`, of);
    checkText(`${where}.structure`, structure);
    if (rows.some((row) => row.case === of && row.structure === structure))
      throw repeated(where, of, structure);
    const { evaluation, record } = ofCase(where, () => evaluateArrays(prediction, raters, own));
    done.push({ case: of, structure, ...evaluation });
    rows.push({ case: of, structure, evaluation, record });
    report?.(rows.length);
  }
  checkNumber("cases.length", rows.length, (n) => n > 0, "at least one case");
  return { cases: done, all: evaluateStudy(rows, seed) };
}

/** Errors name the case before the argument. */
function ofCase<T>(where: string, evaluated: () => T): T {
  try {
    return evaluated();
  } catch (error) {
    if (!(error instanceof SoftdiceError)) throw error;
    const { subject, problem, expected, remedy } = error;
    throw new SoftdiceError({ subject: `${where}.${subject}`, problem, expected, remedy, cause: error });
  }
}

function repeated(subject: string, name: string, structure: string): SoftdiceError {
  return new SoftdiceError({
    subject,
    problem: `is "${[name, structure].filter((part) => part !== "").join(", ")}", as one before it`,
    expected: "each structure of each case once",
    remedy: "name structures, or tell cases apart",
  });
}
