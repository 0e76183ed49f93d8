import { consensusMethods, METHODS } from "../../raters/methods.ts";
import type { Correlation } from "../../raters/study/icc.ts";
import type { StudySummary } from "../../raters/study.ts";
import { pairFigures } from "../../raters/consensusSummary.ts";
import type { Markup } from "../markup.ts";
import { counted, fixed, percent, significant } from "../numbers.ts";
import { alert, paragraph, subheading } from "../page.ts";
import { type Table, tableHtml } from "../table.ts";
import { FIGURE_TITLES } from "./agreementTables.ts";
import { comparedPatients, pValue, SPREAD_TITLES, spread, spreadCells, studyNotes } from "./studyWords.ts";

/** Everything that a study's page says of one structure. */
export function structureTables(one: StudySummary): Markup[] {
  return [
    ...(one.structure === "" ? [] : [subheading(one.structure)]),
    ...studyNotes(one).map((note) => paragraph(alert(note))),
    methodTable(one),
    agreementTable(one),
    paragraph(
      `An observer stands out in ${one.standsOut} of ${comparedPatients(one)}` +
        `${one.stapleNotConverged > 0 ? `; STAPLE did not converge in ${one.stapleNotConverged}` : ""}.`,
    ),
    ...(one.observers.length === 0 ? [] : [observerTable(one), rankTable(one)]),
    ...iccText(one),
    ...limitsTable(one),
  ];
}

function methodTable(one: StudySummary): Markup {
  const n = comparedPatients(one);
  return tableHtml({
    caption: `${prefix(one)}mean ± standard deviation over ${counted(n, "patient")}.`,
    columns: [
      { title: "Method", isText: true },
      { title: "volume (mL)" },
      { title: "volume bias" },
      { title: "marginal Dice" },
      { title: "mean rater Dice" },
    ],
    rows: consensusMethods.map((method) => {
      const { volumeMl, volumeBias, marginalDice, meanRaterDice } = one.methods[method];
      return [
        METHODS[method].title,
        ...[volumeMl, volumeBias, marginalDice, meanRaterDice].map((figure) => spread(figure, n)),
      ];
    }),
  });
}

function agreementTable(one: StudySummary): Markup {
  const rows: Table["rows"] = [
    ...pairFigures
      .filter((name) => one.overPairs[name].n > 0)
      .map((name) => [FIGURE_TITLES[name][0], ...spreadCells(one.overPairs[name], FIGURE_TITLES[name][1])]),
    ["Fleiss' kappa", ...spreadCells(one.fleissKappa)],
    ["generalised conformity index", ...spreadCells(one.generalizedConformityIndex)],
    ["variation of the volumes", ...spreadCells(one.volumeVariation)],
    ["mean volume (mL)", ...spreadCells(one.marginalMl, 2)],
    ["threshold t", ...spreadCells(one.threshold)],
  ];
  return tableHtml({
    caption: `${prefix(one)}agreement over the patients; of figures of pairs, each patient's mean over the pairs.`,
    columns: [{ title: "Figure", isText: true }, ...SPREAD_TITLES.map((title) => ({ title }))],
    rows,
  });
}

function observerTable(one: StudySummary): Markup {
  return tableHtml({
    caption:
      `${prefix(one)}each observer, median [IQR] over the patients. Volume is over the mean of the patient's observers; the ` +
      "rest is against the Dice-optimal consensus of the others.",
    columns: [
      { title: "Observer", isText: true },
      { title: "patients" },
      { title: "volume" },
      { title: "volume ratio" },
      { title: "Dice" },
      { title: "95 % Hausdorff (mm)" },
      { title: "mean distance (mm)" },
      { title: "surface Dice" },
    ],
    rows: one.observers.map((observer) => [
      observer.name,
      String(observer.patients),
      ...[
        spreadCells(observer.volumeBias),
        spreadCells(observer.volumeRatio),
        spreadCells(observer.dice),
        spreadCells(observer.hausdorff95Mm, 2),
        spreadCells(observer.meanDistanceMm, 2),
        spreadCells(observer.surfaceDice),
      ].map(([, , median]) => median),
    ]),
  });
}

function rankTable(one: StudySummary): Markup {
  return tableHtml({
    caption:
      `${prefix(one)}ranks of the observers, 1 for the lowest. p: of alike observers, the probability that any of them ranks as ` +
      "far from the middle (permutations within patients, corrected for the number of observers).",
    columns: [
      { title: "Observer", isText: true },
      { title: "Dice: mean rank" },
      { title: "p" },
      { title: "volume: mean rank" },
      { title: "p" },
    ],
    rows: one.observers.map(({ name, diceRank, volumeRank }) => [
      name,
      fixed(diceRank.meanRank, 2),
      pValue(diceRank.p),
      fixed(volumeRank.meanRank, 2),
      pValue(volumeRank.p),
    ]),
  });
}

function iccText({ icc }: StudySummary): Markup[] {
  if (icc === null) return [];
  const text = ({ value, lower, upper }: Correlation): string =>
    `${fixed(value, 3)} (${percent(icc.level)} interval ${fixed(lower, 3)} to ${fixed(upper, 3)})`;
  return [
    paragraph(
      `Intraclass correlation of the volumes, absolute agreement, over the ${icc.patients} patients whom all ${icc.observers} ` +
        `observers drew: of a single observer, ICC(2,1) = ${text(icc.single)}; of their mean, ICC(2,k) = ${text(icc.average)}.`,
    ),
  ];
}

/** Pairs of observers whose limits are listed; those of more are in summary.json. */
const MOST_LIMITS = 66;

function limitsTable(one: StudySummary): Markup[] {
  if (one.limits.length === 0 || one.limits.length > MOST_LIMITS) return [];
  return [
    tableHtml({
      caption: `${prefix(one)}limits of agreement of the volumes: mean difference and mean ∓ 1.96 standard deviations.`,
      columns: [
        { title: "Pair", isText: true },
        { title: "patients" },
        { title: "mean (mL)" },
        { title: "limits (mL)" },
        { title: "mean (%)" },
        { title: "limits (%)" },
      ],
      rows: one.limits.map((pair) => [
        `${pair.observer} – ${pair.reference}`,
        String(pair.n),
        significant(pair.meanMl),
        `${significant(pair.lowerMl)} to ${significant(pair.upperMl)}`,
        fixed(pair.meanPercent, 1),
        `${fixed(pair.lowerPercent, 1)} to ${fixed(pair.upperPercent, 1)}`,
      ]),
    }),
  ];
}

function prefix({ structure }: StudySummary): string {
  return structure === "" ? "" : `${structure}: `;
}
