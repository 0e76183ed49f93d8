import { SoftdiceError } from "../core/errors.ts";
import type { Loss, ObserverLoss } from "../losses/loss.ts";
import { parseLoss } from "../losses/registry.ts";

/** What a network is trained on: a loss, what it is a loss of, and over what its ratio is taken. */
export interface Regime {
  /** As it was written, the name in results. */
  readonly name: string;
  readonly loss: Loss | ObserverLoss;
  /** The marginal itself, or one random observer a sample and step. */
  readonly target: "marginal" | "observer";
  /** Whether the batch is taken as one image (nnU-Net's batch Dice), or the mean over its samples. */
  readonly isOverBatch: boolean;
}

const WAYS = {
  marginal: { target: "marginal", isOverBatch: false },
  rater: { target: "observer", isOverBatch: false },
  batch: { target: "observer", isOverBatch: true },
} as const;

type Way = keyof typeof WAYS;

/**
 * The regime of a name: a loss of `src/losses`, and after an @ how it is taken.
 *
 * - `@marginal`, or nothing: on the observers' mean, each sample by itself;
 * - `@rater`: on one random observer a sample, each sample by itself. `rater-dice` is `dice@rater`;
 * - `@batch`: on one random observer a sample, one ratio over the batch. `batch-dice` is `dice@batch`.
 *
 * @throws SoftdiceError for names that no loss has
 */
export function parseRegime(name: string): Regime {
  const [lossName = "", wayName, ...more] = name.split("@");
  const loss = parseLoss(lossName);
  const usual: Way = loss.name === "rater-dice" ? "rater" : loss.name === "batch-dice" ? "batch" : "marginal";
  const way = wayName ?? usual;
  if (more.length > 0 || !isWay(way)) {
    throw refused(name, "LOSS, LOSS@marginal, LOSS@rater or LOSS@batch");
  }
  if (usual !== "marginal" && way !== usual) throw refused(name, `${lossName}, or dice@${way}`);
  return { name, loss, ...WAYS[way] };
}

/**
 * Regimes of a comma-separated list; a part that begins with a digit belongs to the loss before it.
 *
 * @throws SoftdiceError for names that no loss has, and for a name that is given twice
 */
export function parseRegimes(list: string): string[] {
  const names = list.split(/,(?!\s*[\d.])/u).map((name) => name.trim());
  names.forEach(parseRegime);
  if (new Set(names).size === names.length) return names;
  throw refused(list, "different losses");
}

function isWay(name: string): name is Way {
  return Object.hasOwn(WAYS, name);
}

function refused(name: string, expected: string): SoftdiceError {
  return new SoftdiceError({
    subject: "loss",
    problem: `is "${name}"`,
    expected,
    remedy: "correct the name",
  });
}
