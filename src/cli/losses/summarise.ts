import { SoftdiceError } from "../../core/errors.ts";
import { sum } from "../../core/dice.ts";
import { voxelVolumeMl } from "../../image/grid.ts";
import { type ComparedLoss, compareLoss } from "../../losses/comparison.ts";
import type { Loss, ObserverLoss } from "../../losses/loss.ts";
import { summariseExpectedDice } from "../../losses/expectedDiceSummary.ts";
import type { LossesSummary } from "../../report/losses/page.ts";
import type { NamedMarginal } from "./marginals.ts";

/**
 * What each loss converges to on one marginal.
 *
 * @param isAsked whether the losses were asked for by name: then one that the input does not serve is an error, and else it
 * is left out with a warning
 */
export function summariseLosses(
  { grid, m, observers, warnings }: NamedMarginal,
  losses: readonly (Loss | ObserverLoss)[],
  isAsked: boolean,
): { readonly summary: LossesSummary; readonly compared: readonly ComparedLoss[] } {
  const compared: ComparedLoss[] = [];
  const remarks = [...warnings];
  for (const loss of losses) {
    const one = compareLoss(loss, { m, voxelMl: voxelVolumeMl(grid), observers });
    if (one !== undefined) compared.push(one);
    else if (isAsked) throw needsObservers(loss.name);
    else
      remarks.push(
        `${loss.name} is left out: it depends on the observers' masks, which a map does not hold.`,
      );
  }
  const summary = {
    shape: grid.shape,
    spacingMm: grid.spacingMm,
    l1: sum(m) / m.length,
    losses: compared.map(({ row }) => row),
    expectedDice: summariseExpectedDice(m),
    warnings: remarks,
  };
  return { summary, compared };
}

function needsObservers(loss: string): SoftdiceError {
  return new SoftdiceError({
    subject: "--loss",
    problem: `lists ${loss}, which depends on who marked a voxel together with which others`,
    expected: "masks of several observers, or a loss of a marginal",
    remedy: "pass the masks in place of the map, or leave it out",
  });
}
