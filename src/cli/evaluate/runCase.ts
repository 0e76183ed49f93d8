import { SoftdiceError } from "../../core/errors.ts";
import { evaluateCase } from "../../evaluation/evaluateCase.ts";
import type { StudyRow } from "../../evaluation/evaluateStudy.ts";
import type { Decision } from "../../study/decisions.ts";
import type { LendingImage } from "../../study/lender.ts";
import type { Met } from "../consensus/unknownName.ts";
import type { GivenCase } from "./givenCases.ts";
import { farApart } from "./maskAndMap.ts";
import { openEvaluation } from "./openCase.ts";
import type { EvaluateParameters } from "./parameters.ts";

/** What became of one case. */
export interface CaseResult {
  readonly rows: readonly Omit<StudyRow, "case">[];
  readonly failures: readonly { readonly structure: string; readonly reason: string }[];
  /** What became of everything that was met. */
  readonly sources: readonly Decision[];
  readonly met: Met;
}

/**
 * Evaluates every structure that is predicted for a case.
 * @throws SoftdiceError for a prediction that cannot be used
 */
export async function runCase(
  given: GivenCase,
  like: LendingImage | undefined,
  parameters: EvaluateParameters,
): Promise<CaseResult> {
  const opened = await openEvaluation(given, like, parameters);
  const rows: Omit<StudyRow, "case">[] = [];
  const failures = [...opened.failures];
  for (const { name, grid, names, observers, mask, probabilities, ignored, remarks } of opened.structures) {
    try {
      const own = mask();
      const { evaluation, record } = evaluateCase(
        { observers: observers(), names, grid, mask: own, probabilities, ignored: ignored() },
        parameters,
      );
      const warnings = [...evaluation.warnings, ...farApart(own, probabilities), ...new Set(remarks())];
      rows.push({ structure: name, evaluation: { ...evaluation, warnings }, record });
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      failures.push({ structure: name, reason: error.message });
    }
  }
  const sources = opened.sources.map((one) => ({ ...one, patient: given.predicted.name }));
  return { rows, failures, sources, met: opened.met };
}
