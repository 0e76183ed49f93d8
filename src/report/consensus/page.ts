import { consensusMethods } from "../../raters/consensus.ts";
import type { ConsensusSummary, ScoreInMl } from "../../raters/summary.ts";
import type { Content, Markup } from "../markup.ts";
import { counted, fixed, percent, significant } from "../numbers.ts";
import { figureHtml, list, type Page, paragraph } from "../page.ts";
import type { ReportFigure } from "../reportFigure.ts";
import { tableHtml } from "../table.ts";
import { METHOD_NAMES } from "./methods.ts";

/** The report of one structure's consensus. */
export function consensusPage(
  {
    structure,
    summary,
    figures,
  }: {
    readonly structure: string;
    readonly summary: ConsensusSummary;
    readonly figures: readonly ReportFigure[];
  },
  provenance: Page["provenance"],
): Page {
  const figure = (name: ReportFigure["name"]): Markup[] =>
    figures
      .filter((one) => one.name === name)
      .map(({ drawing, caption, alternative }) => figureHtml(drawing, caption, alternative));
  return {
    title: structure === "" ? "Consensus of several observers" : `Consensus: ${structure}`,
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
          ...figure("montage"),
        ],
      },
      { title: "Threshold", content: [paragraph(thresholdText(summary)), ...figure("threshold-curve")] },
      { title: "Volume", content: [...figure("volumes"), ...bootstrapText(summary)] },
      {
        title: "Agreement of the observers",
        content: [
          paragraph(agreementText(summary)),
          ...figure("agreement"),
          observerTable(summary),
          ...surfaceTable(summary),
        ],
      },
      { title: "STAPLE and the field of view", content: stapleText(summary) },
    ],
    provenance,
  };
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
    rows: consensusMethods.map((method) => [METHOD_NAMES[method], ...scoreCells(methods[method])]),
  });
}

const SCORE_COLUMNS = ["voxels", "mL", "bias", "marginal Dice", "mean rater Dice"].map((title) => ({
  title,
}));

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
      `Had other observers of the same kind contoured, the Dice-optimal volume would lie between ` +
        `${significant(bootstrap.lowerMl)} and ${significant(bootstrap.upperMl)} mL with a probability of about ` +
        `${percent(bootstrap.level)} (bootstrap over the ${raters.length} observers, ${bootstrap.samples} resamples; with few ` +
        "observers an order of magnitude).",
    ),
  ];
}

function agreementText({ agreement }: ConsensusSummary): string {
  const outlier =
    agreement.standsOut === null
      ? "No observer stands out."
      : `${agreement.standsOut.name} stands out: ${agreement.standsOut.evidence}. That is a difference, not an error.`;
  return (
    `Mean pairwise Dice ${fixed(agreement.meanPairwiseDice, 3)}, generalised conformity index ` +
    `${fixed(agreement.generalizedConformityIndex, 3)}, Fleiss' kappa ${fixed(agreement.fleissKappa, 3)} (over the whole ` +
    `image), coefficient of variation of the volumes ${fixed(agreement.volumeVariation, 3)}. ${outlier}`
  );
}

function observerTable({ raters, agreement, methods }: ConsensusSummary): Markup {
  return tableHtml({
    caption:
      "Observers. Leave-one-out Dice is against the Dice-optimal consensus of the others; sensitivity and specificity are " +
      "STAPLE's estimates.",
    columns: [
      { title: "Observer", isText: true },
      { title: "weight" },
      { title: "mL" },
      { title: "bias" },
      { title: "leave-one-out Dice" },
      { title: "sensitivity" },
      { title: "specificity" },
    ],
    rows: raters.map(({ name, weight, volumeMl, volumeBias }, k) => [
      name,
      significant(weight),
      significant(volumeMl, 4),
      fixed(volumeBias, 3),
      fixed(agreement.leaveOneOutDice[k], 3),
      fixed(methods.staple.sensitivity[k], 4),
      fixed(methods.staple.specificity[k], 6),
    ]),
  });
}

function surfaceTable({ agreement: { surface }, raters }: ConsensusSummary): Markup[] {
  if (surface === null || raters.length < 2) return [];
  const cells = (value: (j: number, k: number) => number, decimals: number) => (j: number, k: number) =>
    fixed(value(j, k), decimals);
  const columns = [
    cells((j, k) => surface.hausdorffMm[j][k], 2),
    cells((j, k) => surface.hausdorff95Mm[j][k], 2),
    cells((j, k) => surface.meanDistanceMm[j][k], 2),
    cells((j, k) => surface.surfaceDice[j][k], 3),
  ];
  const pairs = raters.flatMap((_, j) => raters.slice(j + 1).map((__, n) => [j, j + 1 + n] as const));
  const { mean } = surface;
  return [
    tableHtml({
      caption: `Distances between the observers' surfaces, and surface Dice at a tolerance of ${significant(surface.toleranceMm)} mm.`,
      columns: [
        { title: "Pair", isText: true },
        { title: "Hausdorff (mm)" },
        { title: "95 % Hausdorff (mm)" },
        { title: "mean distance (mm)" },
        { title: "surface Dice" },
      ],
      rows: [
        ...pairs.map(([j, k]): Content[] => [
          `${raters[j].name} – ${raters[k].name}`,
          ...columns.map((cell) => cell(j, k)),
        ]),
        [
          "mean of the pairs",
          fixed(mean.hausdorffMm, 2),
          fixed(mean.hausdorff95Mm, 2),
          fixed(mean.meanDistanceMm, 2),
          fixed(mean.surfaceDice, 3),
        ],
      ],
    }),
  ];
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
