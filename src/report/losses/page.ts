import type { LossRow } from "../../losses/comparison.ts";
import type { ExpectedDiceSummary } from "../../losses/expectedDiceSummary.ts";
import { expectedDiceText } from "../expectedDice.ts";
import { type Markup, markup } from "../markup.ts";
import { fixed, significant } from "../numbers.ts";
import { figureHtml, list, type Page, paragraph } from "../page.ts";
import type { ReportFigure } from "../reportFigure.ts";
import { tableHtml } from "../table.ts";
import { wordsOn } from "./words.ts";

/** What `softdice losses` says of one marginal: the contents of `summary.json`. */
export interface LossesSummary {
  readonly shape: readonly number[];
  readonly spacingMm: readonly number[];
  /** Mean of m. */
  readonly l1: number;
  readonly losses: readonly LossRow[];
  readonly expectedDice: ExpectedDiceSummary;
  readonly warnings: readonly string[];
}

/** The report of what each loss converges to on one marginal. */
export function lossesPage(
  {
    name,
    summary,
    figures,
  }: { readonly name: string; readonly summary: LossesSummary; readonly figures: readonly ReportFigure[] },
  provenance: Page["provenance"],
): Page {
  const figure = (wanted: ReportFigure["name"]): Markup[] =>
    figures
      .filter((one) => one.name === wanted)
      .map(({ drawing, caption, alternative }) => figureHtml(drawing, caption, alternative));
  return {
    title: `Losses: ${name}`,
    summary: [
      "A network trained long enough on labels that disagree ends at the minimiser of its loss. For each loss, this is that " +
        "minimiser on this marginal, computed and not trained, and what a threshold of 1/2 makes of it.",
      lead(summary.losses),
    ],
    sections: [
      ...(summary.warnings.length === 0
        ? []
        : [{ title: "Before you use these numbers", content: [list(summary.warnings)] }]),
      {
        title: "Side by side",
        content: [
          lossTable(summary.losses),
          paragraph(
            "Threshold: the trained output cut at 1/2 is the marginal cut there. Bias: volume over the marginal's. Bounds: what " +
              "the volume can be for any marginal of the same sum, where that is known. Gap: how much lower the loss could " +
              "be than at the minimiser shown; 0 is exact.",
          ),
          ...figure("minimisers"),
        ],
      },
      { title: "Volumes", content: figure("volumes") },
      { title: "Size of the structure", content: figure("thresholds") },
      { title: "Expected Dice", content: expectedDiceText(summary.expectedDice) },
      { title: "What to expect", content: [list(summary.losses.map(({ loss }) => words(loss)))] },
    ],
    provenance,
  };
}

function lead(losses: readonly LossRow[]): string {
  const volumes = losses.filter(({ volume }) => volume > 0).toSorted((a, b) => a.volume - b.volume);
  const [least, most] = [volumes[0], volumes.at(-1)];
  if (least === undefined || most === undefined) return "Every loss here leaves nothing of this marginal.";
  return least.volume === most.volume
    ? `All of them give ${significant(least.volumeMl)} mL.`
    : `They differ: from ${significant(least.volumeMl)} mL with ${least.loss} to ${significant(most.volumeMl)} mL with ${most.loss}.`;
}

function lossTable(losses: readonly LossRow[]): Markup {
  return tableHtml({
    caption: "What each loss converges to, and its segmentation at a threshold of 1/2.",
    columns: [
      { title: "Loss", isText: true },
      { title: "minimiser", isText: true },
      ...[
        "threshold on m",
        "mL",
        "bias",
        "bounds (voxels)",
        "marginal Dice",
        "Jaccard",
        "mean rater Dice",
        "gap",
      ].map((title) => ({ title })),
    ],
    rows: losses.map((row) => [
      row.loss,
      row.soft ? "soft" : "0 or 1",
      row.threshold === null ? "–" : fixed(row.threshold, 4),
      significant(row.volumeMl, 4),
      row.volumeBias === null ? "–" : fixed(row.volumeBias, 3),
      row.volumeBounds === null
        ? "–"
        : `${Math.ceil(row.volumeBounds[0] - 1e-9)} … ${Math.floor(row.volumeBounds[1] + 1e-9)}`,
      fixed(row.marginalDice, 4),
      fixed(row.jaccard, 4),
      row.meanRaterDice === null ? "–" : fixed(row.meanRaterDice, 4),
      row.gap < 1e-12 ? "0" : row.gap.toExponential(1),
    ]),
  });
}

function words(loss: string): Markup {
  const { title, expect, source, link } = wordsOn(loss);
  return markup`<strong>${loss}</strong> (${title}). ${expect} <a href="${link}">${source}</a>; docs/losses.md has the formula.`;
}
