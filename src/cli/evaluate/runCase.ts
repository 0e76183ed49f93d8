import { SoftdiceError } from "../../core/errors.ts";
import { evaluateCase } from "../../evaluation/evaluateCase.ts";
import type { StudyRow } from "../../evaluation/evaluateStudy.ts";
import type { Source } from "../../study/source.ts";
import type { ObserverFile } from "./observerFiles.ts";
import type { EvaluateParameters } from "./parameters.ts";
import type { PredictedCase } from "./predictedCases.ts";
import { maskOf, readObservers } from "./readObservers.ts";
import { readPrediction } from "./readPrediction.ts";

/** What became of one case. */
export interface CaseResult {
  readonly rows: readonly Omit<StudyRow, "case">[];
  readonly failures: readonly { readonly structure: string; readonly reason: string }[];
}

/**
 * Evaluates every structure that is predicted for a case.
 * @throws SoftdiceError for a prediction that cannot be used
 */
export async function runCase(
  predicted: PredictedCase,
  observers: readonly ObserverFile[],
  like: Source | undefined,
  parameters: EvaluateParameters,
): Promise<CaseResult> {
  const { grid, structures, labelMap, remarks } = await readPrediction(predicted, like);
  const found = await readObservers(observers, structures, grid, parameters.resample);
  const rows: Omit<StudyRow, "case">[] = [];
  const failures = found.missing.map((error) => ({ structure: "", reason: error.message }));
  for (const [n, { name, labels, probabilities }] of structures.entries()) {
    const drawn = found.structures[n];
    if (drawn instanceof SoftdiceError) {
      failures.push({ structure: name, reason: drawn.message });
      continue;
    }
    try {
      const mask = labelMap === undefined ? undefined : maskOf(labelMap, labels);
      const { evaluation, record } = evaluateCase(
        { observers: drawn.map, names: drawn.names, grid, mask, probabilities },
        parameters,
      );
      const warnings = [...evaluation.warnings, ...new Set([...remarks, ...found.remarks])];
      rows.push({ structure: name, evaluation: { ...evaluation, warnings }, record });
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      failures.push({ structure: name, reason: error.message });
    }
  }
  return { rows, failures };
}
