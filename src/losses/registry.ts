import { checkText } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { batchDice } from "./batchDice.ts";
import { crossEntropy } from "./crossEntropy.ts";
import { dice } from "./dice.ts";
import { dicePlusCrossEntropy } from "./dicePlusCrossEntropy.ts";
import { generalisedDice } from "./generalisedDice.ts";
import { jaccard } from "./jaccard.ts";
import { type Loss, type LossFamily, type ObserverLoss, withoutParameters } from "./loss.ts";
import { meanClassDice } from "./meanClassDice.ts";
import { raterDice } from "./raterDice.ts";
import { semimetricDice } from "./semimetricDice.ts";
import { squaredDice } from "./squaredDice.ts";
import { tversky } from "./tversky.ts";

/** Every loss, in the order in which they are shown. A new one is a file and a line here. */
export const LOSS_FAMILIES: readonly LossFamily[] = [
  dice,
  squaredDice,
  jaccard,
  tversky,
  crossEntropy,
  dicePlusCrossEntropy,
  batchDice,
  semimetricDice,
  withoutParameters(raterDice),
  generalisedDice,
  meanClassDice,
];

/**
 * The loss of a name such as `dice`, `dice:eps=1` or `tversky:0.3,0.7`.
 *
 * @throws SoftdiceError for a name or parameters that no loss has
 */
export function parseLoss(name: string): Loss | ObserverLoss {
  checkText("loss", name);
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

/**
 * The losses of a comma-separated list. Commas between parameters are no separators: a part that is a number belongs to
 * the loss before it.
 *
 * @throws SoftdiceError for a name or parameters that no loss has, and for a loss named twice
 */
export function parseLosses(list: string): (Loss | ObserverLoss)[] {
  const losses = list.split(/,(?!\s*[\d.])/u).map((name) => parseLoss(name.trim()));
  const twice = losses.find(({ name }, k) => losses.findIndex((other) => other.name === name) < k);
  if (twice === undefined) return losses;
  throw new SoftdiceError({
    subject: "loss",
    problem: `lists ${twice.name} twice`,
    expected: "different losses",
    remedy: "leave one of them out",
  });
}
