import { isConsensusName } from "../raters/methods.ts";
import type { Decision } from "./decisions.ts";
import { canonicalName, couldBeObserver, parseBracket } from "./names.ts";
import type { MappedDelineation, RoiMapping } from "./rois.ts";

/** A place in the table of structures and observers. */
export interface Cell {
  readonly structure: string;
  readonly observer: string;
}

/** Where one delineation stands. */
export interface Assigned extends Cell {
  readonly input: string;
  /** The ROI, segment or label in the file; empty for a file of one mask. */
  readonly item: string;
  /** Whether it counts; one that does not keeps the place where it could. */
  readonly counts: boolean;
}

/** Every delineation of a study with its place. */
export type Assignment = readonly Assigned[];

/** What a mapping calls the structure that nothing names. */
export const UNNAMED = "Structure";

/** The assignment that reading a study came to. */
export function assignmentOf(items: readonly Decision[]): Assignment {
  return items.map(({ input, item, structure, observer, decision }) => ({
    input,
    item,
    structure: structure === "" && observer !== "" ? UNNAMED : structure,
    observer,
    counts: decision !== "left out",
  }));
}

/** The delineations that count as `--rois` writes them, each by its file, in the order of their structures. */
export function mappingOf(assignment: Assignment): RoiMapping {
  const structures = new Map<string, { structure: string; delineations: MappedDelineation[] }>();
  for (const { input, item, structure, observer, counts } of assignment) {
    if (!counts) continue;
    const key = canonicalName(structure);
    const mapped = structures.get(key) ?? { structure, delineations: [] };
    mapped.delineations.push({ name: item, observer, file: input });
    structures.set(key, mapped);
  }
  return [...structures.values()];
}

/** What names are compared by where spelling should not matter: letters and digits alone. */
export function looseName(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "");
}

/** A delineation, the place proposed for it, and why. */
export interface Suggestion extends Cell {
  readonly input: string;
  readonly item: string;
  readonly why: string;
}

/**
 * Places for delineations that would complete the table, none of them taken without asking: a name that is that of a
 * structure but for case, punctuation, or the initials of who drew it after the last mark. Only empty cells are
 * proposed, and no consensus is.
 */
export function suggestionsFor(assignment: Assignment): Suggestion[] {
  const counting = assignment.filter(({ counts }) => counts);
  const taken = new Set(counting.map(cellKey));
  const sizes = new Map<string, number>();
  for (const { structure } of counting) sizes.set(structure, (sizes.get(structure) ?? 0) + 1);
  // Rows with more observers come first: a lone spelling joins them and not they it.
  const structures = [...sizes].sort((a, b) => b[1] - a[1]).map(([structure]) => structure);
  const ownerOf = (input: string): string | undefined => {
    const owners = new Set(counting.filter((one) => one.input === input).map(({ observer }) => observer));
    return owners.size === 1 ? [...owners][0] : undefined;
  };
  const suggestions: Suggestion[] = [];
  for (const one of assignment) {
    const observer = one.observer === "" ? ownerOf(one.input) : one.observer;
    if (observer === undefined || isConsensusName(observer)) continue;
    if (one.counts && (sizes.get(one.structure) ?? 0) > 1) continue;
    const found = structures
      .filter((structure) => !one.counts || structure !== one.structure)
      .map((structure) => ({ structure, why: likeness(one.counts ? one.structure : one.item, structure) }))
      .find(({ structure, why }) => why !== undefined && !taken.has(cellKey({ structure, observer })));
    if (found?.why === undefined) continue;
    if (one.counts && structures.indexOf(found.structure) > structures.indexOf(one.structure)) continue;
    taken.add(cellKey({ structure: found.structure, observer }));
    suggestions.push({
      input: one.input,
      item: one.item,
      structure: found.structure,
      observer,
      why: found.why,
    });
  }
  return suggestions;
}

/** Why two names may be of one structure; undefined where nothing says so. */
function likeness(name: string, structure: string): string | undefined {
  const key = looseName(structure);
  if (key === "") return undefined;
  if (looseName(name) === key) return "case and punctuation ignored";
  const { structure: before, bracket } = parseBracket(name);
  if (bracket !== undefined && couldBeObserver(bracket) && looseName(before) === key)
    return `“${bracket}” in brackets ignored`;
  const mark = /^(.*\S)[\s_.-]+([A-Z]{1,3}\d{0,2})$/u.exec(name.trim());
  const isInitials = mark !== null && couldBeObserver(mark[2]) && looseName(mark[1]) === key;
  return isInitials ? `“${mark[2]}” at the end ignored` : undefined;
}

/** What two places are the same by. */
export function cellKey({ structure, observer }: Cell): string {
  return JSON.stringify([canonicalName(structure), canonicalName(observer)]);
}
