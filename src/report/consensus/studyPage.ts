import type { StudySummary } from "../../raters/study.ts";
import type { ConsensusSummary } from "../../raters/consensusSummary.ts";
import { type Content, type Markup, markup } from "../markup.ts";
import { counted, fixed, significant } from "../numbers.ts";
import { alert, list, type Page } from "../page.ts";
import { tableHtml } from "../table.ts";
import { structureTables } from "./studyTables.ts";

/** One structure of one patient. */
export interface StudyPageRow {
  readonly patient: string;
  readonly structure: string;
  readonly summary: ConsensusSummary;
  /** The address of its own report, from this page. */
  readonly page: string;
}

/** The report of a study: what its patients have in common, and each of them in a row. */
export function studyPage(
  {
    rows,
    overall,
    failed,
    linked,
  }: {
    readonly rows: readonly StudyPageRow[];
    readonly overall: readonly StudySummary[];
    readonly failed: readonly { readonly what: string; readonly reason: string }[];
    /** Whether the rows' own reports were written. */
    readonly linked: boolean;
  },
  provenance: Page["provenance"],
): Page {
  const patients = new Set(rows.map(({ patient }) => patient)).size;
  return {
    title: titleOf(overall, patients),
    summary: [
      `${counted(patients, "patient")}, ${counted(rows.length, "structure")} in all. A volume bias of 1 means that a ` +
        "consensus is as large as the observers are on average.",
      ...(failed.length === 0 ? [] : [alert(`${failed.length} could not be used: see What failed.`)]),
    ],
    sections: [
      ...(failed.length === 0
        ? []
        : [
            { title: "What failed", content: [list(failed.map(({ what, reason }) => `${what}: ${reason}`))] },
          ]),
      { title: "Over the patients", content: overall.flatMap(structureTables) },
      { title: "Patient by patient", content: [patientTable(rows, linked)] },
    ],
    provenance,
  };
}

/** Structures and patients: what the page is about, in a title. */
function titleOf(overall: readonly StudySummary[], patients: number): string {
  const structures = overall.map(({ structure }) => structure).filter((name) => name !== "");
  const named = structures.length <= 4 ? structures.join(", ") : counted(structures.length, "structure");
  return `${named === "" ? "Consensus" : `${named}: consensus`} over a study of ${counted(patients, "patient")}`;
}

function patientTable(rows: readonly StudyPageRow[], linked: boolean): Markup {
  return tableHtml({
    caption: "Volumes in mL and agreement.",
    columns: [
      { title: "Patient", isText: true },
      { title: "Structure", isText: true },
      { title: "observers" },
      { title: "mean volume" },
      { title: "Dice-optimal" },
      { title: "majority (>)" },
      { title: "half (≥), where it differs" },
      { title: "STAPLE" },
      { title: "t" },
      { title: "pairwise Dice" },
      { title: "Stands out", isText: true },
    ],
    rows: rows.map(({ patient, structure, summary, page }): Content[] => {
      const { raters, marginal, methods, half, agreement } = summary;
      return [
        linked ? markup`<a href="${encodeURI(page)}">${patient}</a>` : patient,
        structure,
        String(raters.length),
        significant(marginal.volumeMl),
        significant(methods.diceOptimal.volumeMl),
        significant(methods.majority.volumeMl),
        half.tiedVoxels === 0 ? "" : significant(half.volumeMl),
        significant(methods.staple.volumeMl),
        fixed(marginal.threshold, 3),
        fixed(agreement.meanPairwiseDice ?? Number.NaN, 3),
        agreement.standsOut?.name ?? "",
      ];
    }),
  });
}
