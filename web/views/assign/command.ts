import type { Choices } from "../../work/study/choices.ts";

/** What the mapping is saved as. */
export const ROIS_FILE = "rois.json";

/**
 * The command that computes the same.
 *
 * @param inputs names of what was opened; a long list stands for its folder
 */
export function commandOf(inputs: readonly string[], { assignment, policy }: Choices): string {
  const said = inputs.length > 0 && inputs.length <= 3 ? inputs.map(quoted) : ["FOLDER"];
  const options: readonly (readonly [string, string | boolean | undefined])[] = [
    ["--rois", assignment === undefined ? undefined : ROIS_FILE],
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
