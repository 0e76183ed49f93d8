import { consensusMethods, METHODS } from "../../raters/methods.ts";
import { fewestForOutlier } from "../../raters/agreement/outlier.ts";
import type { ConsensusSummary, ScoreInMl } from "../../raters/consensusSummary.ts";
import type { Markup } from "../markup.ts";
import { counted, fixed, percent, significant } from "../numbers.ts";
import { figureHtml, list, type Page, paragraph } from "../page.ts";
import type { ReportFigure } from "../reportFigure.ts";
import { tableHtml } from "../table.ts";
import { contourTable, observerTable, othersTable, overPairsTable, pairTable } from "./agreementTables.ts";

/** The report of one structure's consensus. */
export function consensusPage(
  {
    structure,
    patient,
    summary,
    figures,
    planimetricMl = [],
  }: {
    readonly structure: string;
    /** An alias, never an identifier. */
    readonly patient?: string | undefined;
    readonly summary: ConsensusSummary;
    readonly figures: readonly ReportFigure[];
    /** The volume that each observer's contours enclose; left out for masks. */
    readonly planimetricMl?: readonly (number | undefined)[] | undefined;
  },
  provenance: Page["provenance"],
): Page {
  const figure = (name: ReportFigure["name"]): Markup[] =>
    figures
      .filter((one) => one.name === name)
      .map(({ drawing, caption, alternative }) => figureHtml(drawing, caption, alternative));
  const contours = planimetricMl.some((ml) => ml !== undefined) ? [contourTable(summary, planimetricMl)] : [];
  return {
    title: titleOf(structure, patient, summary),
    summary: lead(summary),
    sections: [
      ...(summary.warnings.length === 0
        ? []
        : [{ title: "Before you use these numbers", content: [list(summary.warnings)] }]),
      {
        title: "Methods side by side",
        content: [
          methodTable(summary),
          paragraph(
            "Bias is a volume over the marginal's, the mean of the observers' volumes: 1 is unbiased. Marginal Dice is " +
              "measured against the marginal (what soft-Dice training maximises); mean rater Dice is the mean of the " +
              "Dice with each observer. No segmentation has more of the first than the Dice-optimal one, nor more of the " +
              "second than the one that is optimal for it.",
          ),
          ...gapText(summary).map((text) => paragraph(text)),
          ...halfText(summary),
          ...figure("planes"),
          ...figure("montage"),
        ],
      },
      { title: "Threshold", content: [paragraph(thresholdText(summary)), ...figure("threshold-curve")] },
      { title: "Volume", content: [...figure("volumes"), ...bootstrapText(summary), ...contours] },
      {
        title: "Agreement of the observers",
        content: [
          paragraph(agreementText(summary)),
          ...figure("agreement"),
          ...overPairsTable(summary),
          observerTable(summary),
          ...othersTable(summary),
          ...pairTable(summary),
          ...figure("observers"),
          ...figure("disagreement"),
        ],
      },
      { title: "STAPLE and the field of view", content: stapleText(summary) },
    ],
    provenance,
  };
}

/** Patient, structure and observers: what the page is about, in a title. */
function titleOf(structure: string, patient: string | undefined, { raters }: ConsensusSummary): string {
  const what = [patient, structure].filter((part) => part !== undefined && part !== "").join(", ");
  const names = raters.map(({ name }) => name);
  const observers =
    names.length <= 4 && names.join(", ").length <= 60 ? names.join(", ") : counted(names.length, "observer");
  return what === "" ? `Consensus of ${observers}` : `${what}: consensus of ${observers}`;
}

/** Both readings of one half where they differ. */
function halfText({ half, methods }: ConsensusSummary): Markup[] {
  if (half.tiedVoxels === 0) return [];
  return [
    paragraph(
      `${half.tiedVoxels} voxels have exactly half of the votes. "At least half" {m ≥ 1/2} takes them in: ${half.voxels} voxels, ` +
        `${significant(half.volumeMl, 4)} mL. The strict majority {m > 1/2} leaves them out: ${methods.majority.voxels} voxels, ` +
        `${significant(methods.majority.volumeMl, 4)} mL.`,
    ),
  ];
}

/** What the numbers mean, in two sentences. */
function lead({ raters, marginal, methods, agreement }: ConsensusSummary): string[] {
  const { diceOptimal, majority } = methods;
  const observers = counted(raters.length, "observer");
  const isWeighted = raters.some(({ weight }) => weight !== 1);
  if (marginal.supDice === 0)
    return [`None of the ${observers} marked anything, so there is nothing to decide.`];
  const against =
    majority.voxels === diceOptimal.voxels
      ? "a strict majority gives the same volume"
      : `a strict majority gives ${significant(majority.volumeMl)} mL`;
  const agreeing =
    raters.length === 1
      ? `There is one observer, whose volume is`
      : `The ${observers} agree with a mean pairwise Dice of ${fixed(agreement.meanPairwiseDice, 3)}, and their ` +
        `${isWeighted ? "weighted " : ""}mean volume is`;
  return [
    `${agreeing} ${significant(marginal.volumeMl)} mL. The Dice-optimal consensus keeps every voxel that more than ` +
      `${percent(marginal.threshold)} of ${isWeighted ? "their weight" : "them"} marked: ${significant(diceOptimal.volumeMl)} mL, ` +
      `${fixed(diceOptimal.volumeBias, 2)} times the mean; ${against}.`,
  ];
}

function methodTable({ methods }: ConsensusSummary): Markup {
  return tableHtml({
    caption: "Each consensus: its size, its bias, and both kinds of Dice.",
    columns: [{ title: "Method", isText: true }, ...SCORE_COLUMNS],
    rows: consensusMethods.map((method) => [METHODS[method].title, ...scoreCells(methods[method])]),
  });
}

const SCORE_COLUMNS = ["voxels", "mL", "bias", "marginal Dice", "mean rater Dice"].map((title) => ({
  title,
}));

/** How far the two means of Dice are apart: the paper's "approximately" of section 3.2 as a number. */
export function gapText({ methods }: Pick<ConsensusSummary, "methods">): string[] {
  const { meanDiceGap, meanDiceGapBound } = methods.diceOptimal;
  if (!Number.isFinite(meanDiceGapBound)) return [];
  return [
    `Mean rater Dice and marginal Dice of the Dice-optimal segmentation are ${fixed(Math.abs(meanDiceGap), 4)} apart; ` +
      `observers of these volumes cannot make it more than ${fixed(meanDiceGapBound, 4)} (E|V − S| / 2(|s| + S), section 3.2).`,
  ];
}

function scoreCells({ voxels, volumeMl, volumeBias, marginalDice, meanRaterDice }: ScoreInMl): string[] {
  return [
    String(voxels),
    significant(volumeMl, 4),
    fixed(volumeBias, 3),
    fixed(marginalDice, 4),
    fixed(meanRaterDice, 4),
  ];
}

function thresholdText({ marginal, parameters }: ConsensusSummary): string {
  const tied = marginal.maxVoxels - marginal.minVoxels;
  const ties =
    tied === 0
      ? "No voxel ties with t, so the optimum is unique."
      : `${tied} voxels tie with t; they are ${parameters.ties === "include" ? "kept" : "left out"} (ties: ${parameters.ties}).`;
  return `t = ${fixed(marginal.threshold, 4)} is half of the largest Dice, ${fixed(marginal.supDice, 4)}. ${ties}`;
}

function bootstrapText({ bootstrap, raters }: ConsensusSummary): Markup[] {
  if (bootstrap === null) return [];
  return [
    paragraph(
      `How much the Dice-optimal volume owes to who happened to observe: over ${bootstrap.samples} resamples of the ` +
        `${raters.length} observers it has a standard deviation of ${significant(bootstrap.sdMl)} mL, quartiles of ` +
        `${significant(bootstrap.lowerQuartileMl)} and ${significant(bootstrap.upperQuartileMl)} mL, and a range from ` +
        `${significant(bootstrap.lowestMl)} to ${significant(bootstrap.highestMl)} mL. It describes these observers; what others ` +
        "would draw may lie beyond.",
    ),
  ];
}

function agreementText({ agreement }: ConsensusSummary): string {
  const outlier =
    agreement.standsOut === null
      ? agreement.pairwiseDice.length < fewestForOutlier
        ? `Of fewer than ${fewestForOutlier} observers nobody is said to stand out.`
        : "No observer stands out."
      : `${agreement.standsOut.name} stands out: ${agreement.standsOut.evidence}. That is a difference, not an error.`;
  return (
    `Mean pairwise Dice ${fixed(agreement.meanPairwiseDice, 3)}, generalised conformity index ` +
    `${fixed(agreement.generalizedConformityIndex, 3)}, Fleiss' kappa ${fixed(agreement.fleissKappa, 3)} (over the whole ` +
    `image), coefficient of variation of the volumes ${fixed(agreement.volumeVariation, 3)}. ${outlier}`
  );
}

function stapleText({ methods: { staple } }: ConsensusSummary): Markup[] {
  const state = staple.converged
    ? `It converged after ${staple.iterations} iterations.`
    : `It had not converged after ${staple.iterations} iterations.`;
  if (staple.fieldOfView.length === 0) return [paragraph(state)];
  return [
    paragraph(
      `${state} Its prior is a fraction of the image, so its result depends on how much background there is; that of the ` +
        "other methods does not.",
    ),
    tableHtml({
      caption: "STAPLE's segmentation in three fields of view. The margin is 10 mm on each side.",
      columns: [
        { title: "Field of view", isText: true },
        { title: "voxels of it" },
        { title: "prior" },
        { title: "STAPLE, voxels" },
        { title: "STAPLE, mL" },
        { title: "converged" },
      ],
      rows: staple.fieldOfView.map(({ view, viewVoxels, prior, voxels, volumeMl, converged }) => [
        VIEW_NAMES[view],
        String(viewVoxels),
        significant(prior),
        String(voxels),
        significant(volumeMl, 4),
        converged ? "yes" : "no",
      ]),
    }),
  ];
}

const VIEW_NAMES = {
  grid: "the whole image",
  box: "box of the union",
  "box with margin": "box with margin",
} as const;
