import type { RunIdentity } from "./journalFile.ts";

/** The first thing in which two identities differ. */
export interface IdentityDifference {
  /** `version`, `command`, or an option as it is typed: `--seed`. */
  readonly name: string;
  readonly first: string;
  readonly second: string;
}

/** How one run differs from another; undefined when their results may be mixed. */
export function compareIdentities(a: RunIdentity, b: RunIdentity): IdentityDifference | undefined {
  for (const name of ["version", "command"] as const) {
    if (a[name] !== b[name]) return { name, first: a[name], second: b[name] };
  }
  for (const name of Object.keys({ ...a.parameters, ...b.parameters })) {
    const [first, second] = [a.parameters[name], b.parameters[name]];
    if (JSON.stringify(first) === JSON.stringify(second)) continue;
    return { name: `--${name}`, ...descriptions(first, second) };
  }
  return undefined;
}

/** Two values that differ; of lists of things with names the names, or the first two things if these are the same. */
function descriptions(a: unknown, b: unknown): Pick<IdentityDifference, "first" | "second"> {
  const [first, second] = [describe(a), describe(b)];
  if (first !== second || !Array.isArray(a) || !Array.isArray(b)) return { first, second };
  const n = a.findIndex((item, k) => JSON.stringify(item) !== JSON.stringify(b[k]));
  return { first: JSON.stringify(a[n]), second: JSON.stringify(b[n]) };
}

function describe(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value) ?? "left out";
  return value.map((item: unknown) => (hasName(item) ? item.name : String(item))).join(",");
}

function hasName(item: unknown): item is { readonly name: string } {
  return typeof item === "object" && item !== null && "name" in item && typeof item.name === "string";
}
