import { checkArray, checkObject, checkText } from "../core/check.ts";
import { sameName } from "./names.ts";

/** What became of one delineation or file that was met, and why: the one account that every entrance shows. */
export interface Decision {
  /** The file, relative to what the user gave. */
  readonly input: string;
  /** The ROI, segment, label or image in it; empty for a file of one mask. */
  readonly item: string;
  /** The patient's alias; empty where there is one. */
  readonly patient: string;
  readonly structure: string;
  readonly observer: string;
  /** Voxels that it marks on its own grid; null where they were not counted. */
  readonly voxels: number | null;
  readonly decision: "used" | "left out" | "failed";
  /** The reason, unless it was used without ado. */
  readonly why: string;
}

/** The alias of the one patient of a call. */
export const ONE_PATIENT: string = "patient 1";

/** Decisions on one structure, and on what belongs to none, with the patient's alias. */
export function decisionsOn(
  decisions: readonly Decision[],
  structure: string,
  patient: string,
): readonly Decision[] {
  return decisions
    .filter((one) => one.structure === "" || sameName(one.structure, structure))
    .map((one) => ({ ...one, patient }));
}

/** The fields of a decision that are text. */
const TEXTS = ["input", "item", "patient", "structure", "observer", "decision", "why"] as const;

/** The columns of a table of decisions. */
const COLUMNS = ["input", "patient", "structure", "observer", "voxels", "decision"] as const;

/**
 * Decisions as a table of text: "input → patient, structure, observer, voxels, decision". Columns that are empty
 * throughout are left out.
 *
 * @example
 * import { decisionsText } from "softdice/study";
 *
 * decisionsText([
 *   {
 *     ...{ input: "anna.nii", item: "", patient: "", structure: "Prostate", observer: "anna" },
 *     ...{ voxels: 12, decision: "used", why: "" },
 *   },
 * ]).split("\n").length; // 3, a head, a row and an end of line
 *
 * @returns lines that each end in a line break, the head first
 * @throws SoftdiceError for what is no list of decisions
 */
export function decisionsText(decisions: readonly Decision[]): string {
  checkArray("decisions", decisions, "a list of decisions");
  decisions.forEach((one, n) => {
    checkObject(`decisions[${n}]`, one, "a decision");
    for (const field of TEXTS) checkText(`decisions[${n}].${field}`, one[field]);
  });
  const rows = decisions.map((one) => ({
    input: one.item === "" ? one.input : `${one.input}: ${one.item}`,
    patient: one.patient,
    structure: one.structure,
    observer: one.observer,
    voxels: one.voxels === null ? "" : String(one.voxels),
    decision: one.why === "" ? one.decision : `${one.decision}: ${one.why}`,
  }));
  const shown = COLUMNS.filter((column) => rows.some((row) => row[column] !== ""));
  const widths = shown.map((column) => Math.max(column.length, ...rows.map((row) => row[column].length)));
  const line = (cell: (column: (typeof COLUMNS)[number]) => string): string =>
    shown
      .map((column, n) =>
        column === "voxels" ? cell(column).padStart(widths[n]) : cell(column).padEnd(widths[n]),
      )
      .join("  ")
      .trimEnd();
  return `${[line((column) => column), ...rows.map((row) => line((column) => row[column]))].join("\n")}\n`;
}
