import type { Drawing } from "../../report/drawing.ts";
import { figureHtml, type Page, paragraph } from "../../report/page.ts";
import { significant } from "../../report/numbers.ts";
import { tableHtml } from "../../report/table.ts";
import type { CheckResult } from "../../synthetic/reference/check/check.ts";
import type { Reference } from "../../synthetic/reference/reference.ts";

/** What the figure of convergence shows. */
export const CONVERGENCE: { readonly name: string; readonly caption: string; readonly alternative: string } =
  {
    name: "convergence",
    caption:
      "What softdice itself makes of the contours: the error of six figures as a part of their exact value, against the side of " +
      "cubic voxels; the root of the mean square over three positions of the grid. Thin lines are the tolerances of the reference.",
    alternative:
      "Errors of volumes, overlaps and distances fall with the size of voxels and stay below their tolerances, which fall too.",
  };

/** The page beside the reference: the cases with every exact value, softdice's own, and their convergence. */
export function referencePage(
  reference: Reference,
  own: CheckResult,
  convergence: Drawing,
  provenance: Page["provenance"],
): Page {
  const counts = (["right", "within voxelisation", "wrong"] as const).map(
    (verdict) => `${own.values.filter((value) => value.verdict === verdict).length} ${verdict}`,
  );
  return {
    title: "Reference shapes",
    summary: [
      "Bodies and observers whose volumes, distances and consensus are known in closed form, as contours and masks, with the " +
        "tolerance that voxels of this size allow each value.",
      `Of softdice's own values, computed from the contours, ${counts.join(", ")}.`,
    ],
    sections: [
      {
        title: "Convergence",
        content: [figureHtml(convergence, CONVERGENCE.caption, CONVERGENCE.alternative)],
      },
      ...reference.cases.map((one) => ({
        title: one.case,
        content: [
          paragraph(`${one.description}.`),
          tableHtml({
            caption: `Exact values of ${one.case}`,
            columns: [
              { title: "Quantity", isText: true },
              { title: "Exact" },
              { title: "Tolerance" },
              { title: "On these masks" },
              { title: "softdice" },
              { title: "Formula", isText: true },
            ],
            rows: one.quantities.map((quantity) => [
              quantity.quantity,
              significant(quantity.value, 8),
              significant(quantity.tolerance),
              quantity.onVoxels === undefined ? "" : significant(quantity.onVoxels, 6),
              significant(
                own.values.find((value) => value.case === one.case && value.quantity === quantity.quantity)
                  ?.value ?? Number.NaN,
                6,
              ),
              quantity.formula,
            ]),
          }),
        ],
      })),
    ],
    provenance,
  };
}
