import { figureHtml, list, paragraph, type Section } from "../../report/page.ts";
import type { Table1Figure } from "../table1/page.ts";
import type { Cohort, Shortfall, StructureCohort } from "./cohort.ts";
import { volumeTable } from "./volumeTable.ts";

/** What the sections of a report on experiment (G) show. */
export interface GoldAtlasReport {
  readonly names: readonly string[];
  readonly cohort: Cohort;
  readonly structures: readonly StructureCohort[];
  /** Everything that is missing, patients that failed among it. */
  readonly failed: readonly Shortfall[];
  readonly figure3: readonly Table1Figure[];
  readonly meanField: readonly Table1Figure[];
}

/** What a report on experiment (G) holds beside Table 1. */
export function goldAtlasSections(report: GoldAtlasReport): Section[] {
  const { structures, failed, figure3, meanField } = report;
  const outside = structures.flatMap(({ row, samples }) => {
    const parts = samples.map(({ result }) => result.outside).filter((part) => part > 0);
    return parts.length === 0
      ? []
      : [
          `${row}: ${parts.length} of ${samples.length} patients, at most ${(100 * Math.max(...parts)).toFixed(1)} % of the volume`,
        ];
  });
  const figures = (all: readonly Table1Figure[]): Section["content"] =>
    all.map(({ drawing, caption, alternative }) => figureHtml(drawing, caption, alternative));
  return [
    { title: "What each structure converges to", content: figures(figure3) },
    {
      title: "Volume bias",
      content: [
        paragraph(
          "What training on these observers with soft-Dice, or choosing the Dice-optimal segmentation, does to the " +
            "volume of each structure, against the observers' mean volume and the majority vote. The bounds are " +
            "Theorem 2's for the patch: an optimum of this expected volume can be as small as v²|Ω| and as large as |Ω|.",
        ),
        volumeTable(structures),
        paragraph(
          "The last columns answer another question: which segmentation has the largest mean Dice to the observers, " +
            "when Dice is computed observer by observer and averaged. It equals the marginal's optimum when all " +
            "observers drew the same volume.",
        ),
      ],
    },
    { title: "Errors and volume", content: figures(meanField) },
    ...(outside.length === 0
      ? []
      : [
          {
            title: "What the patch leaves out",
            content: [
              paragraph(
                "Some structures are larger than the patch. Table 1 is about what lies inside; the volumes above are of the whole structure.",
              ),
              list(outside),
            ],
          },
        ]),
    {
      title: "What is missing",
      content:
        failed.length === 0
          ? [paragraph("Nothing: every patient has every structure by every observer.")]
          : [list(failed.map(({ what, reason }) => `${what}: ${reason}`))],
    },
    { title: "Patients", content: [list(choicesOf(report))] },
  ].filter(({ content }) => content.length > 0);
}

function choicesOf({ names, cohort }: GoldAtlasReport): string[] {
  return cohort.map((patient, index) => {
    if (patient === undefined) return `${index}: ${names[index]} failed`;
    const [x, y, z] = patient.spacingMm.map((mm) => mm.toFixed(3));
    return `${index}: ${names[index]}, ${patient.shape.join(" × ")} voxels of ${x} × ${y} × ${z} mm; ${patient.choices.join("; ")}`;
  });
}
