import type { StructureReport } from "../../report/evaluation/structureReport.ts";
import { ceilingSentence, verdict, withInterval } from "../../report/evaluation/words.ts";
import { counted, fixed, percent } from "../../report/numbers.ts";

/** What a terminal shows of an evaluation. */
export function evaluationText(structures: readonly StructureReport[]): string {
  if (structures.length === 0) return "nothing could be evaluated\n";
  return structures.map(structureText).join("\n");
}

function structureText({ structure, rows, study }: StructureReport): string {
  const { maps } = study;
  const width = Math.max(4, ...rows.map((row) => row.case.length));
  const cell = (value: number): string => fixed(value, 3).padStart(8);
  const head = `${"case".padEnd(width)}     Dice  ceiling   share  observers  place\n`;
  const lines = rows.map(({ case: name, evaluation }) => {
    const { meanRaterDice, ceiling, share, observersAmongThemselves, place, observers } = evaluation;
    const rank = Number.isNaN(place) ? "–" : `${place} of ${observers.length + 1}`;
    return (
      `${name.padEnd(width)} ${cell(meanRaterDice)} ${cell(ceiling.meanRaterDice)}${cell(share.meanRaterDice)}` +
      `   ${cell(observersAmongThemselves.mean)}  ${rank.padStart(6)}\n`
    );
  });
  const ofMaps =
    maps === null
      ? []
      : [
          `at 1/2 ${withInterval(maps.halfDice)}, at the maps' own thresholds ${withInterval(maps.ownDice)}`,
          Number.isNaN(maps.crossValidatedDice)
            ? `best threshold ${fixed(rows[0].evaluation.map?.bestThreshold ?? Number.NaN, 3)}: ${fixed(maps.bestDice.mean, 3)}`
            : `one threshold for all: ${fixed(maps.datasetThreshold, 3)}; on cases left out ${fixed(maps.crossValidatedDice, 3)}`,
          `calibration error ${percent(maps.eceForeground)} of the predicted foreground`,
        ];
  const warnings = rows.reduce((sum, { evaluation }) => sum + evaluation.warnings.length, 0);
  const notes =
    rows.length === 1
      ? rows[0].evaluation.warnings.map((text) => `note: ${text}`)
      : warnings > 0
        ? [`note: ${counted(warnings, "remark")} in report.html`]
        : [];
  const title = structure === "" ? "" : `${structure}\n`;
  return `${title}${head}${lines.join("")}\n${[verdict(study), ceilingSentence(study), ...ofMaps, ...notes].join("\n")}\n`;
}
