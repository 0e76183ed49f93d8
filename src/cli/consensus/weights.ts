import { SoftdiceError } from "../../core/errors.ts";
import { observerWeights } from "../../raters/weights.ts";
import type { ConsensusParameters } from "./parameters.ts";

/**
 * The weights of a structure's observers; 1 for those whom a list by names leaves out.
 *
 * @throws SoftdiceError for a list of another length, and for a name that is no observer's
 */
export function weightsOf(names: readonly string[], weights: ConsensusParameters["weights"]): Float64Array {
  if (weights === undefined || isList(weights)) {
    if (weights !== undefined && weights.length !== names.length) {
      throw new SoftdiceError({
        subject: "--weights",
        problem: `has ${weights.length} values`,
        expected: `one for each of the ${names.length} observers ${names.join(", ")}`,
        remedy: "correct the list",
      });
    }
    return observerWeights(weights, names.length);
  }
  const byName = new Map(Object.entries(weights));
  const unknown = [...byName.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new SoftdiceError({
      subject: "--weights",
      problem: `names '${unknown}'`,
      expected: `one of the observers ${names.join(", ")}`,
      remedy: "correct the name",
    });
  }
  return observerWeights(
    names.map((name) => byName.get(name) ?? 1),
    names.length,
  );
}

function isList(weights: NonNullable<ConsensusParameters["weights"]>): weights is readonly number[] {
  return Array.isArray(weights);
}
