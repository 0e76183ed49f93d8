import { SoftdiceError } from "../../core/errors.ts";
import type { Met } from "./collect.ts";
import type { GatherOptions } from "./gather.ts";

/** The names and labels that were met, as far as an error can list them. */
export interface MetNames {
  readonly structures: readonly string[];
  readonly observers: readonly string[];
  readonly labels: readonly number[];
}

/** What was met, for a result that is kept. */
export function metNames({ structures, observers, labels }: Met): MetNames {
  return { structures: [...structures], observers: [...observers], labels: [...labels] };
}

/** An error for a name or label that was asked for and that nothing had, if there is one. */
export function strayName(
  met: MetNames,
  { structures, observers, labels }: Pick<GatherOptions, "structures" | "observers" | "labels">,
): SoftdiceError | undefined {
  return (
    stray("--structures", structures, met.structures) ??
    stray("--observers", observers, met.observers) ??
    stray("--labels", labels, met.labels)
  );
}

function stray(
  option: string,
  wanted: readonly (string | number)[] | undefined,
  met: readonly (string | number)[],
): SoftdiceError | undefined {
  const found = new Set(met.map((name) => String(name).toLowerCase()));
  const name = wanted?.find((each) => !found.has(String(each).toLowerCase()));
  if (name === undefined) return undefined;
  const known = [...new Set(met)].filter((each) => each !== "").map(String);
  const most = 20;
  return new SoftdiceError({
    subject: option,
    problem: `asks for ${name}, which nothing there is called`,
    expected:
      known.length === 0
        ? "nothing, since no input has one"
        : `some of ${known.slice(0, most).join(", ")}${known.length > most ? ", …" : ""}`,
    remedy: "correct the list",
  });
}
