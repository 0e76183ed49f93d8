import { sum } from "../../core/dice.ts";
import { diceOptimum } from "../../core/optimum.ts";
import type { DrawingDocument } from "../../report/chart.ts";
import type { Drawing } from "../../report/drawing.ts";
import { type CheckOptions, drawCase } from "./compute.ts";
import { drawCalibration } from "./drawCalibration.ts";
import { drawVolumes, type OptimalVolumes } from "./drawVolumes.ts";
import { softSegmentations } from "./softSegmentations.ts";
import type { Statement } from "./statement.ts";
import { THEOREM_2 } from "./theorem2.ts";
import { type Calibration, calibrations, THEOREM_3 } from "./theorem3.ts";

/** A figure of some of a statement's cases. */
export interface TheoremFigure {
  /** Its file name without an ending. */
  readonly name: string;
  readonly caption: string;
  readonly alternative: string;
  readonly drawing: Drawing;
}

/** More points would hide one another. */
const MOST_CASES = 400;

/** Where the axis of losses begins. */
const LEAST_LOSS = 1e-4;

/** The figures of those statements that were checked, from the first of their cases. */
export function theoremFigures(
  statements: readonly Statement[],
  { seed, cases }: { readonly seed: number; readonly cases: number },
  document: DrawingDocument,
): TheoremFigure[] {
  const shown = Math.min(cases, MOST_CASES);
  const optionsOf = (statement: Statement): CheckOptions | undefined => {
    const statementIndex = statements.indexOf(statement);
    return statementIndex < 0 ? undefined : { seed, cases: shown, statementIndex };
  };
  const volumes = optionsOf(THEOREM_2[0]);
  const calibration = optionsOf(THEOREM_3[0]);
  const figures: TheoremFigure[] = [];
  if (volumes !== undefined) {
    figures.push({
      name: "theorem2",
      caption:
        `Theorem 2 on the first ${shown} marginals of its check: the volume of the smallest and of the largest optimum ` +
        "against the expected volume v, all as fractions of the domain. No optimum lies below the curve v².",
      alternative: "All points lie on or above the parabola v², and some of them on it.",
      drawing: drawVolumes(optimalVolumes(volumes), document),
    });
  }
  if (calibration !== undefined) {
    figures.push({
      name: "theorem3",
      caption:
        "Theorem 3 on arbitrary soft segmentations c, one a marginal, and thresholds a: by how much Dice of {c ≥ a} " +
        "misses its supremum, against what the theorem's rate allows after soft-Dice's distance from its infimum. " +
        "Points on the line attain it. Those at the right edge are allowed more than 100, which is more than any Dice.",
      alternative: "No point lies above the diagonal, and many of them lie on it.",
      drawing: drawCalibration(calibrationPoints(calibration), document),
    });
  }
  return figures;
}

function optimalVolumes(options: CheckOptions): OptimalVolumes[] {
  return Array.from({ length: options.cases }, (_, index) => {
    const { m } = drawCase(THEOREM_2[0], options, index).example;
    const { minVoxels, maxVoxels } = diceOptimum(m);
    return { expected: sum(m) / m.length, smallest: minVoxels / m.length, largest: maxVoxels / m.length };
  });
}

function calibrationPoints(options: CheckOptions): Calibration[] {
  return Array.from({ length: options.cases }, (_, index) => {
    const { example, random } = drawCase(THEOREM_3[0], options, index);
    const all = softSegmentations(example.m, random)
      .flatMap((c) => calibrations(c, example.m))
      .filter(({ lost }) => lost >= LEAST_LOSS);
    return all.length === 0 ? [] : [all[random.integer(all.length)]];
  }).flat();
}
