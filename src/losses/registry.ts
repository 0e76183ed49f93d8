import { SoftdiceError } from "../core/errors.ts";
import { crossEntropy } from "./crossEntropy.ts";
import { dice } from "./dice.ts";
import { dicePlusCrossEntropy } from "./dicePlusCrossEntropy.ts";
import type { Loss, LossFamily } from "./loss.ts";
import { squaredDice } from "./squaredDice.ts";

/** Every loss, in the order in which they are shown. A new one is a file and a line here. */
export const LOSS_FAMILIES: readonly LossFamily[] = [dice, squaredDice, crossEntropy, dicePlusCrossEntropy];

/**
 * The loss of a name such as `dice`, `dice:eps=1` or `tversky:0.3,0.7`.
 *
 * @throws SoftdiceError for a name or parameters that no loss has
 */
export function parseLoss(name: string): Loss {
  const [head, ...tail] = name.split(":");
  const family = LOSS_FAMILIES.find((candidate) => candidate.name === head);
  const loss = family?.parse(tail.length === 0 ? undefined : tail.join(":"));
  if (loss !== undefined) return loss;
  throw new SoftdiceError({
    subject: "loss",
    problem: family === undefined ? `is "${name}", which no loss is called` : `is "${name}"`,
    expected: family === undefined ? LOSS_FAMILIES.map(({ usage }) => usage).join(", ") : family.usage,
    remedy: "correct the name",
  });
}
