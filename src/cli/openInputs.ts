import { SoftdiceError } from "../core/errors.ts";
import { type Case, openCase, type PlacedSource } from "../study/case.ts";
import type { Policy } from "../study/policy.ts";
import { unknownName } from "./consensus/unknownName.ts";
import { inflateWithZlib } from "./inflate.ts";
import { sourcesAt } from "./inputs.ts";

/**
 * Opens what a command is given as one patient's delineations.
 *
 * @param out folder of the results, where earlier ones may be: it is passed over
 * @throws SoftdiceError where there is nothing to use, and for names that were asked for and that nothing has
 */
export async function openInputs(inputs: readonly string[], policy: Policy, out: string): Promise<Case> {
  const given: PlacedSource[] = [];
  for await (const source of sourcesAt(inputs, out)) given.push({ source, said: {} });
  const subject = inputs.length === 1 ? inputs[0] : "the inputs";
  const opened = await openCase(given, policy, { inflate: inflateWithZlib }, subject);
  const { structures, failures, missing, met } = opened;
  if (structures.length === 0) {
    const error = failures[0]?.error ?? missing[0] ?? unknownName(met, policy);
    if (error !== undefined) throw error;
    throw new SoftdiceError({
      subject,
      problem: "holds no mask of a structure and observer that was asked for",
      expected: "masks, or contours named like 'Prostate (User1)'",
      remedy: "see what each input is taken for with --dry-run",
    });
  }
  const unknown = unknownName(met, policy);
  if (unknown !== undefined) throw unknown;
  return opened;
}
