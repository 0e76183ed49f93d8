import { SoftdiceError } from "../../core/errors.ts";
import type { Met } from "./collect.ts";
import type { ConsensusParameters } from "./parameters.ts";

/**
 * Refuses a name or label that was asked for and that nothing had.
 *
 * @throws SoftdiceError naming the option and what there was
 */
export function checkWanted(
  met: Met,
  { structures, observers, labels }: Pick<ConsensusParameters, "structures" | "observers" | "labels">,
): void {
  check("--structures", structures, met.structures);
  check("--observers", observers, met.observers);
  check("--labels", labels, met.labels);
}

function check(
  option: string,
  wanted: readonly (string | number)[] | undefined,
  met: ReadonlySet<string | number>,
): void {
  const found = new Set([...met].map((name) => String(name).toLowerCase()));
  const stray = wanted?.find((name) => !found.has(String(name).toLowerCase()));
  if (stray === undefined) return;
  const known = [...met].filter((name) => name !== "").map(String);
  throw new SoftdiceError({
    subject: option,
    problem: `asks for ${stray}, which nothing there is called`,
    expected: known.length === 0 ? "nothing, since no input has one" : `some of ${known.join(", ")}`,
    remedy: "correct the list",
  });
}
