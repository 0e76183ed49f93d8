import type { RunIdentity } from "./journal.ts";

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
    const [first, second] = [describe(a.parameters[name]), describe(b.parameters[name])];
    if (first !== second) return { name: `--${name}`, first, second };
  }
  return undefined;
}

function describe(value: unknown): string {
  return Array.isArray(value) ? value.join(",") : (JSON.stringify(value) ?? "left out");
}
