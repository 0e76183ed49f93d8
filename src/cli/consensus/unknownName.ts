import { SoftdiceError } from "../../core/errors.ts";
import { canonicalName } from "../../study/names.ts";
import type { Policy } from "../../study/policy.ts";

/** The names and labels that there were, requested or not. */
export interface Met {
  readonly structures: readonly string[];
  readonly observers: readonly string[];
  readonly labels: readonly number[];
}

/** An error for a name or label that was requested and that nothing had, if there is one. */
export function unknownName(
  met: Met,
  { structures, observers, labels }: Pick<Policy, "structures" | "observers" | "labels">,
): SoftdiceError | undefined {
  return (
    unknown("--structures", structures, met.structures) ??
    unknown("--observers", observers, met.observers) ??
    unknown("--labels", labels, met.labels)
  );
}

const MOST_LISTED = 20;

function unknown(
  option: string,
  requested: readonly (string | number)[] | undefined,
  met: readonly (string | number)[],
): SoftdiceError | undefined {
  const names = [...new Set(met.map(String))];
  const found = new Set(names.map(canonicalName));
  const name = requested?.find((each) => !found.has(canonicalName(String(each))));
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
