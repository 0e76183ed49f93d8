import type { StudyInfo } from "../../work/study/analysis.ts";
import type { Choices } from "../../work/study/choices.ts";

/** What the mapping is saved as. */
export const ROIS_FILE = "rois.json";

/**
 * The command that computes the same.
 *
 * @param inputs names of what was opened; a long list stands for its folder
 * @param of what is open: of several patients the command computes all, and maps without observers are thresholded
 */
export function commandOf(
  inputs: readonly string[],
  { assignment, policy }: Choices,
  { patients, structures }: Pick<StudyInfo, "patients" | "structures">,
): string {
  const areSeveral = patients.length > 1 && policy.assumeSamePatient !== true;
  const areFew = inputs.length > 0 && inputs.length <= 3 && policy.pattern === undefined;
  const said = areSeveral ? ["--study FOLDER"] : areFew ? inputs.map(quoted) : ["FOLDER"];
  const areMaps = structures.length > 0 && structures.every(({ kind }) => kind === "map");
  if (areMaps) return ["softdice threshold", ...said].join(" ");
  const options: readonly (readonly [string, string | boolean | undefined])[] = [
    ["--rois", assignment === undefined ? undefined : ROIS_FILE],
    ["--pattern", policy.pattern],
    ["--grid", policy.grid],
    ["--series", policy.series],
    ["--nested", policy.nested],
    ["--between-planes", policy.betweenPlanes],
    ["--resample", policy.resample],
    ["--assume-same-frame", policy.assumeSameFrame],
    ["--assume-same-patient", policy.assumeSamePatient],
  ];
  const written = options.flatMap(([name, value]) =>
    value === undefined || value === false ? [] : value === true ? [name] : [name, quoted(value)],
  );
  return ["softdice consensus", ...said, ...written].join(" ");
}

/** As a shell reads it as one word. */
function quoted(text: string): string {
  return /^[\w./:@%+-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
