import { SoftdiceError } from "../../core/errors.ts";
import type { GatherOptions } from "./gather.ts";

/** The names and labels that there were, wanted or not. */
export interface Met {
  readonly structures: Iterable<string>;
  readonly observers: Iterable<string>;
  readonly labels: Iterable<number>;
}

/** An error for a name or label that was asked for and that nothing had, if there is one. */
export function strayName(
  met: Met,
  { structures, observers, labels }: Pick<GatherOptions, "structures" | "observers" | "labels">,
): SoftdiceError | undefined {
  return (
    stray("--structures", structures, met.structures) ??
    stray("--observers", observers, met.observers) ??
    stray("--labels", labels, met.labels)
  );
}

const MOST_LISTED = 20;

function stray(
  option: string,
  wanted: readonly (string | number)[] | undefined,
  met: Iterable<string | number>,
): SoftdiceError | undefined {
  const names = [...new Set(met)].map(String);
  const found = new Set(names.map((name) => name.toLowerCase()));
  const name = wanted?.find((each) => !found.has(String(each).toLowerCase()));
  if (name === undefined) return undefined;
  const known = names.filter((each) => each !== "");
  return new SoftdiceError({
    subject: option,
    problem: `asks for ${name}, which nothing there is called`,
    expected:
      known.length === 0
        ? "nothing, since no input has one"
        : `some of ${known.slice(0, MOST_LISTED).join(", ")}${known.length > MOST_LISTED ? ", …" : ""}`,
    remedy: "correct the list",
  });
}
