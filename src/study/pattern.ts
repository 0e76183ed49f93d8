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
    return `(?<${part}>[^/]+?)`;
  });
  const expression = new RegExp(`^${source.join("")}$`, "u");
  return {
    pattern,
    roles,
    placeOf: (place) => expression.exec(withoutEnding(place))?.groups,
  };
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
