import { join, sep } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { readError } from "../files.ts";
import { entriesBelow } from "../folders.ts";
import { hasImageName, withoutEnding } from "../images.ts";
import type { CaseInput } from "./gather.ts";

/** One patient of a study. */
export interface StudyCase {
  readonly patient: string;
  readonly inputs: readonly CaseInput[];
}

/** Patterns that are tried in this order where none is given; the first that fits anything is taken. */
const PATTERNS = ["{patient}/{structure}/{observer}", "{patient}/{observer}", "{patient}"];

/**
 * The patients in a study's folder, by a pattern of paths below it: `{patient}`, `{structure}` and `{observer}` stand for
 * parts of names without a slash, file endings are left out. A pattern without `{observer}` describes folders or zip
 * archives of DICOM files, whose contours name structures and observers.
 *
 * @param out folder of the results, where earlier ones may be: it is passed over
 * @throws SoftdiceError for a folder that cannot be read, a pattern that says too little, and one that nothing fits
 */
export async function findCases(
  folder: string,
  pattern: string | undefined,
  out: string,
): Promise<{ readonly pattern: string; readonly cases: StudyCase[] }> {
  const entries = await entriesBelow(folder, out).catch((cause: unknown) => {
    throw readError(folder, cause);
  });
  const paths = entries.map(({ path, entry }) => {
    const relative = path.slice(join(folder, sep).length).split(sep).join("/");
    return { path, relative, isFolder: entry.isDirectory() };
  });
  paths.sort((a, b) => (a.relative < b.relative ? -1 : 1));
  for (const candidate of pattern === undefined ? PATTERNS : [pattern]) {
    const cases = match(paths, candidate);
    if (cases.length > 0) return { pattern: candidate, cases };
  }
  throw new SoftdiceError({
    subject: pattern === undefined ? folder : "--pattern",
    problem:
      pattern === undefined
        ? "holds nothing that looks like a study"
        : `"${pattern}" fits nothing in ${folder}`,
    expected: `paths such as ${PATTERNS.join(", ")}`,
    remedy: "describe the paths below the folder with --pattern",
  });
}

function match(
  paths: readonly { readonly path: string; readonly relative: string; readonly isFolder: boolean }[],
  pattern: string,
): StudyCase[] {
  const expression = expressionOf(pattern);
  const ofMasks = pattern.includes("{observer}");
  const cases = new Map<string, CaseInput[]>();
  for (const { path, relative, isFolder } of paths) {
    const isArchive = !isFolder && relative.toLowerCase().endsWith(".zip");
    const fits = ofMasks ? !isFolder && hasImageName(relative) : isFolder || isArchive;
    if (!fits) continue;
    const name = isArchive ? relative.slice(0, -4) : isFolder ? relative : withoutEnding(relative);
    const { patient, structure, observer } = expression.exec(name)?.groups ?? {};
    if (patient === undefined) continue;
    cases.set(patient, [...(cases.get(patient) ?? []), { path, structure, observer }]);
  }
  return Array.from(cases, ([patient, inputs]) => ({ patient, inputs }));
}

/** `{patient}/{observer}.nii.gz` → /^(?<patient>[^/]+?)\/(?<observer>[^/]+?)$/. */
function expressionOf(pattern: string): RegExp {
  const names = [...pattern.matchAll(/\{([^{}]*)\}/gu)].map(([, name]) => name);
  const known = names.every((name) => ["patient", "structure", "observer"].includes(name));
  if (!known || !names.includes("patient") || new Set(names).size < names.length) {
    throw new SoftdiceError({
      subject: "--pattern",
      problem: `is "${pattern}"`,
      expected: "{patient} and, if wanted, {structure} and {observer}, once each",
      remedy: "correct the pattern",
    });
  }
  const parts = withoutEnding(pattern).split(/\{([^{}]*)\}/u);
  const source = parts.map((part, n) =>
    n % 2 === 1 ? `(?<${part}>[^/]+?)` : part.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&"),
  );
  return new RegExp(`^${source.join("")}$`, "u");
}
