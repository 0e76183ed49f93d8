import { SoftdiceError } from "../core/errors.ts";
import { withoutEnding } from "./foreign.ts";

/** What the place of a file says of the mask in it. */
export interface Place {
  readonly patient?: string | undefined;
  readonly structure?: string | undefined;
  readonly observer?: string | undefined;
}

/** What parts of a place may stand for. */
export const ROLES = ["patient", "structure", "observer"] as const;

export type Role = (typeof ROLES)[number];

/** A way to read places. */
export interface Layout {
  /** As the user would write it. */
  readonly pattern: string;
  readonly roles: ReadonlySet<Role>;
  /** What a place says; undefined where it does not fit. Endings of files do not count. */
  readonly placeOf: (place: string) => Place | undefined;
}

/**
 * A layout by its pattern: `{patient}`, `{structure}` and `{observer}` stand for parts of names without a slash, `*` for
 * any part of one, `**` for any folders, or none; a name that repeats must be the same each time. `{patient}/{patient}_{observer}`
 * reads "HN01/HN01_Ines.nii.gz" as HN01 by Ines.
 *
 * @param subject what errors name
 * @throws SoftdiceError for unknown names and for a pattern that names nothing
 */
export function parsePattern(pattern: string, subject: string = "pattern"): Layout {
  const parts = withoutEnding(pattern.replace(/^\.?\/+|\/+$/gu, "")).split(/\{([^{}]*)\}/u);
  const names = parts.filter((_, n) => n % 2 === 1);
  const roles = new Set(names.filter((name): name is Role => (ROLES as readonly string[]).includes(name)));
  if (roles.size === 0 || names.some((name) => !roles.has(name as Role))) {
    throw new SoftdiceError({
      subject,
      problem: `is "${pattern}"`,
      expected: "{patient}, {structure} and {observer}, as far as names of files and folders say them",
      remedy: "correct the pattern",
    });
  }
  const seen = new Set<string>();
  const source = parts.map((part, n) => {
    if (n % 2 === 0) return literal(part);
    if (seen.has(part)) return `\\k<${part}>`;
    seen.add(part);
    return `(?<${part}>${nameIn(parts, n)})`;
  });
  const expression = new RegExp(`^${source.join("")}$`, "u");
  return {
    pattern,
    roles,
    placeOf: (place) => expression.exec(withoutEnding(place))?.groups,
  };
}

/** What joins parts of names, in the order in which it is tried. */
export const SEPARATORS = ["_", "-", " ", "."] as const;

/** A text as it stands in a pattern. */
export function writePattern(text: string): string {
  return text.replaceAll(/[{}]/gu, "*");
}

/**
 * What a name may be. Where a structure's is joined with others, it alone holds what they are joined by, but for a word and
 * its number: "left_kidney_AB" is the left_kidney of AB, "case_01_prostate_reader_2" the prostate of case_01 by reader_2.
 */
function nameIn(parts: readonly string[], n: number): string {
  const isOf = (k: number): boolean =>
    !parts.slice(Math.min(k, n), Math.max(k, n)).some((part) => part.includes("/"));
  const isJoined = parts.some((part, k) => part === "structure" && k % 2 === 1 && isOf(k));
  const separator = SEPARATORS.find((each) => parts[n - 1] === each || parts[n + 1] === each);
  if (parts[n] === "structure" || !isJoined || separator === undefined) return "[^/]+?";
  const joint = separator === "." ? "\\." : separator;
  return `(?!(?:[LlRr]|[Ll]eft|[Rr]ight|LEFT|RIGHT)${joint})\\p{L}+${joint}\\d+|[^/${joint}]+`;
}

function literal(text: string): string {
  return text
    .split(/((?:^|(?<=\/))\*\*\/|\*+)/u)
    .map((part, n) => {
      if (n % 2 === 0) return part.replace(/[\\^$.+?()[\]{}|]/gu, "\\$&");
      if (part === "*") return "[^/]*?";
      return part.endsWith("/") ? "(?:[^/]+/)*" : "(?:[^/]+/)*[^/]*?";
    })
    .join("");
}
