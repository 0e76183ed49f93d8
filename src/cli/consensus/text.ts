import { spreadOf } from "../../core/spread.ts";
import { fewestForOutlier } from "../../raters/agreement/outlier.ts";
import { consensusMethods, METHODS } from "../../raters/methods.ts";
import type { ConsensusSummary } from "../../raters/consensusSummary.ts";
import { gapText } from "../../report/consensus/page.ts";
import { counted, fixed, significant } from "../../report/numbers.ts";
import type { CaseResult } from "./runCase.ts";

/** What a terminal shows of one call. */
export function caseText({ structures }: CaseResult, out: string, hasReport: boolean): string {
  const parts = structures.map(({ structure, folder, summary }) => {
    const page = [out, folder, hasReport ? "report.html" : "summary.json"]
      .filter((part) => part !== "")
      .join("/");
    return `${structure === "" ? "" : `${structure}\n`}${summaryText(summary)}\nSee ${page}\n`;
  });
  return parts.join("\n");
}

function summaryText({
  raters,
  marginal,
  methods,
  half,
  agreement,
  parameters,
  warnings,
}: ConsensusSummary): string {
  const names = consensusMethods.map((method) => METHODS[method].title);
  const width = Math.max(...names.map((name) => name.length));
  const head = `${"".padEnd(width)} ${"voxels".padStart(10)} ${"mL".padStart(10)} ${"bias".padStart(7)} ${"marginal".padStart(9)} ${"mean rater".padStart(11)}\n`;
  const rows = consensusMethods.map((method, n) => {
    const { voxels, volumeMl, volumeBias, marginalDice, meanRaterDice } = methods[method];
    const cells = [
      String(voxels).padStart(10),
      significant(volumeMl, 4).padStart(10),
      fixed(volumeBias, 3).padStart(7),
      fixed(marginalDice, 4).padStart(9),
      fixed(meanRaterDice, 4).padStart(11),
    ];
    return `${names[n].padEnd(width)} ${cells.join(" ")}\n`;
  });
  const tied = marginal.maxVoxels - marginal.minVoxels;
  const lines = [
    `${counted(raters.length, "observer")}: ${ratersText(raters)}`,
    `t = ${fixed(marginal.threshold, 4)}, largest Dice ${fixed(marginal.supDice, 4)}; ${tied} voxels tie with t (ties: ${parameters.ties}); empty masks: ${parameters.empty}`,
    ...(half.tiedVoxels > 0
      ? [
          `at 1/2: at least half (≥) ${half.voxels} voxels, ${significant(half.volumeMl, 4)} mL; strict majority (>) ` +
            `${methods.majority.voxels} voxels, ${significant(methods.majority.volumeMl, 4)} mL; ${half.tiedVoxels} voxels tie`,
        ]
      : []),
    ...gapText({ methods }),
    `mean pairwise Dice ${fixed(agreement.meanPairwiseDice, 3)}, conformity index ${fixed(agreement.generalizedConformityIndex, 3)}, kappa ${fixed(agreement.fleissKappa, 3)}`,
    agreement.standsOut === null
      ? raters.length < fewestForOutlier
        ? `fewer than ${fewestForOutlier} observers: nobody is said to stand out`
        : "no observer stands out"
      : `${agreement.standsOut.name} stands out: ${agreement.standsOut.evidence}`,
    ...warnings.map((warning) => `note: ${warning}`),
  ];
  return `${head}${rows.join("")}\n${lines.join("\n")}\n`;
}

/** Observers who are listed one by one. */
const MOST_LISTED = 12;

/** Each observer's volume, or of many the range. */
function ratersText(raters: ConsensusSummary["raters"]): string {
  if (raters.length <= MOST_LISTED) return raters.map(raterText).join(", ");
  const { min, median, max } = spreadOf(raters.map(({ volumeMl }) => volumeMl));
  return `${significant(min)} to ${significant(max)} mL, median ${significant(median)} mL`;
}

/** "User1 3.2 mL", with the weight where it is not 1. */
function raterText({ name, volumeMl, weight }: ConsensusSummary["raters"][number]): string {
  return `${name} ${significant(volumeMl)} mL${weight === 1 ? "" : ` (weight ${weight})`}`;
}
