import type { Content } from "./markup.ts";
import { counted, fixed, significant } from "./numbers.ts";
import { alert, list, type Page, paragraph } from "./page.ts";
import { tableHtml } from "./table.ts";
import type { ThresholdSummary } from "../evaluation/threshold.ts";

/** The report of many maps: a row each. */
export function thresholdTablePage(
  {
    cuts,
    partitions,
    failed,
  }: {
    readonly cuts: readonly (ThresholdSummary & {
      readonly name: string;
      readonly case: string;
      readonly structure: string;
    })[];
    readonly partitions: readonly {
      readonly case: string;
      readonly dice: number;
      readonly upperBound: number;
      readonly gap: number;
    }[];
    readonly failed: readonly { readonly what: string; readonly reason: string }[];
  },
  provenance: Page["provenance"],
): Page {
  const cases = new Set(cuts.map((cut) => cut.case)).size;
  return {
    title: "Dice-optimal thresholds",
    summary: [
      `${counted(cases, "case")}, ${counted(cuts.length, "map")} in all, each cut where its own Dice is largest.`,
      ...(failed.length === 0 ? [] : [alert(`${failed.length} could not be used: see What failed.`)]),
    ],
    sections: [
      ...(failed.length === 0
        ? []
        : [
            { title: "What failed", content: [list(failed.map(({ what, reason }) => `${what}: ${reason}`))] },
          ]),
      {
        title: "Map by map",
        content: [
          tableHtml({
            caption: "Threshold t, largest Dice (marginal Dice), and volumes in mL.",
            columns: [
              { title: "Case", isText: true },
              { title: "Structure", isText: true },
              { title: "t" },
              { title: "largest Dice" },
              { title: "the map itself" },
              { title: "at t" },
              { title: "at 1/2" },
              { title: "Remarks", isText: true },
            ],
            rows: cuts.map((cut): Content[] => [
              cut.case,
              cut.structure === "" ? cut.name : cut.structure,
              fixed(cut.threshold, 4),
              fixed(cut.supDice, 4),
              significant(cut.volumeMl.marginal, 4),
              significant(cut.volumeMl.min, 4),
              significant(cut.volumeMl.half, 4),
              cut.warnings.join(" "),
            ]),
          }),
        ],
      },
      ...(partitions.length === 0
        ? []
        : [
            {
              title: "Label maps",
              content: [
                paragraph(
                  "partition.nii.gz gives no voxel to two classes. Where the gap is 0, no label map has a larger Dice; else " +
                    "none has more than the bound.",
                ),
                tableHtml({
                  caption: "Dice of the best label map that was found.",
                  columns: [
                    { title: "Case", isText: true },
                    { title: "Dice" },
                    { title: "bound" },
                    { title: "gap" },
                  ],
                  rows: partitions.map((one) => [
                    one.case,
                    fixed(one.dice, 4),
                    fixed(one.upperBound, 4),
                    one.gap === 0 ? "0" : significant(one.gap, 2),
                  ]),
                }),
              ],
            },
          ]),
    ],
    provenance,
  };
}
