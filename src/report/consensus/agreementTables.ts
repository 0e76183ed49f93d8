import { type ConsensusSummary, type PairFigure, pairFigures } from "../../raters/consensusSummary.ts";
import type { Content, Markup } from "../markup.ts";
import { fixed, significant } from "../numbers.ts";
import { tableHtml } from "../table.ts";
import { SPREAD_TITLES, spreadCells } from "./studyWords.ts";

/** Titles and decimals of the figures of a pair. */
export const FIGURE_TITLES: Readonly<Record<PairFigure, readonly [title: string, decimals: number]>> = {
  dice: ["Dice", 3],
  jaccard: ["Jaccard", 3],
  hausdorffMm: ["Hausdorff (mm)", 2],
  hausdorff95Mm: ["95 % Hausdorff (mm)", 2],
  meanDistanceMm: ["mean distance (mm)", 2],
  surfaceDice: ["surface Dice", 3],
  centroidShiftMm: ["centroid shift (mm)", 2],
};

/** Volumes of the observers, and STAPLE's estimates of them. */
export function observerTable({ raters, methods }: ConsensusSummary): Markup {
  return tableHtml({
    caption: "Observers. Bias is over the mean volume; sensitivity and specificity are STAPLE's estimates.",
    columns: [
      { title: "Observer", isText: true },
      { title: "weight" },
      { title: "mL" },
      { title: "bias" },
      { title: "sensitivity" },
      { title: "specificity" },
    ],
    rows: raters.map(({ name, weight, volumeMl, volumeBias }, k) => [
      name,
      significant(weight),
      significant(volumeMl, 4),
      fixed(volumeBias, 3),
      fixed(methods.staple.sensitivity[k], 4),
      fixed(methods.staple.specificity[k], 6),
    ]),
  });
}

/**
 * What turning contours into voxels did to each observer's volume: a tool about volume bias states its own.
 *
 * @param planimetricMl the volume that contours enclose (area × spacing of planes), undefined for masks
 */
export function contourTable(
  { raters }: ConsensusSummary,
  planimetricMl: readonly (number | undefined)[],
): Markup {
  return tableHtml({
    caption: "Volumes of the contours, area × spacing of planes, and of the voxels that they became.",
    columns: [
      { title: "Observer", isText: true },
      { title: "contours, mL" },
      { title: "voxels, mL" },
      { title: "difference" },
    ],
    rows: raters.map(({ name, volumeMl }, k) => {
      const own = planimetricMl[k];
      return [
        name,
        own === undefined ? "–" : significant(own, 4),
        significant(volumeMl, 4),
        own === undefined || !(own > 0) ? "–" : `${fixed(100 * (volumeMl / own - 1), 2)} %`,
      ];
    }),
  });
}

/** Each observer against the consensus of the others. */
export function othersTable({ agreement: { perObserver } }: ConsensusSummary): Markup[] {
  if (perObserver.length === 0) return [];
  return [
    tableHtml({
      caption: "Each observer against the Dice-optimal consensus of the others.",
      columns: [
        { title: "Observer", isText: true },
        { title: "Dice" },
        { title: "volume ratio" },
        { title: "95 % Hausdorff (mm)" },
        { title: "mean distance (mm)" },
        { title: "surface Dice" },
        { title: "centroid shift (mm)" },
        { title: "sensitivity" },
        { title: "specificity" },
      ],
      rows: perObserver.map((one) => [
        one.name,
        fixed(one.dice, 3),
        Number.isFinite(one.volumeRatio) ? fixed(one.volumeRatio, 3) : "–",
        fixed(one.hausdorff95Mm, 2),
        fixed(one.meanDistanceMm, 2),
        fixed(one.surfaceDice, 3),
        fixed(one.centroidShiftMm, 2),
        fixed(one.sensitivity, 3),
        fixed(one.specificity, 5),
      ]),
    }),
  ];
}

/** Observers whose pairs are listed; those of more are in agreement.csv. */
const MOST_LISTED = 12;

/** Every pair of observers, unless there are many. */
export function pairTable({ agreement, raters }: ConsensusSummary): Markup[] {
  const { surface } = agreement;
  if (surface === null || raters.length < 2 || raters.length > MOST_LISTED) return [];
  const pairs = raters.flatMap((_, j) => raters.slice(j + 1).map((__, n) => [j, j + 1 + n] as const));
  return [
    tableHtml({
      caption: `Pairs of observers. Distances are between their surfaces; surface Dice has a tolerance of ${significant(surface.toleranceMm)} mm.`,
      columns: [
        { title: "Pair", isText: true },
        { title: "Dice" },
        { title: "Hausdorff (mm)" },
        { title: "95 % Hausdorff (mm)" },
        { title: "mean distance (mm)" },
        { title: "surface Dice" },
      ],
      rows: pairs.map(([j, k]): Content[] => [
        `${raters[j].name} – ${raters[k].name}`,
        fixed(agreement.pairwiseDice[j][k], 3),
        fixed(surface.hausdorffMm[j][k], 2),
        fixed(surface.hausdorff95Mm[j][k], 2),
        fixed(surface.meanDistanceMm[j][k], 2),
        fixed(surface.surfaceDice[j][k], 3),
      ]),
    }),
  ];
}

/** The figures of all pairs, spread. */
export function overPairsTable({ agreement: { overPairs }, raters }: ConsensusSummary): Markup[] {
  if (raters.length < 2) return [];
  return [
    tableHtml({
      caption: "Over the pairs of observers.",
      columns: [{ title: "Figure", isText: true }, ...SPREAD_TITLES.map((title) => ({ title }))],
      rows: pairFigures
        .filter((name) => overPairs[name].n > 0)
        .map((name) => {
          const [title, decimals] = FIGURE_TITLES[name];
          return [title, ...spreadCells(overPairs[name], decimals)];
        }),
    }),
  ];
}
