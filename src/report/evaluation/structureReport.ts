import type { StudyEvaluation, StudyRow } from "../../evaluation/evaluateStudy.ts";
import type { EvaluationFigure } from "./figures.ts";

/** One structure over its cases. */
export interface StructureReport {
  /** Empty where nothing names it. */
  readonly structure: string;
  readonly rows: readonly StudyRow[];
  readonly study: StudyEvaluation;
  readonly figures: readonly EvaluationFigure[];
}
