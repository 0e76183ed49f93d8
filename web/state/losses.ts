import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { DEFAULT_LOSSES } from "../../src/evaluation/compareLosses.ts";
import { parseLoss } from "../../src/losses/registry.ts";
import type { CompareRequest } from "../work/descent/descent.worker.ts";
import type { ComparedLosses } from "../work/explore/compare.ts";
import type { MarginalParameters } from "../work/descent/parameters.ts";
import { Cancelled, Remote } from "../work/remote.ts";
import { type ExploredStructure, exploredStructure, marginalSettings } from "./explored.ts";
import { address, change, parameter } from "./store.ts";

/* Losses side by side on the marginal that the address asks for. */

export const compared = signal<ComparedLosses | undefined>(undefined);
export const isComparing = signal(false);
export const compareFailure = signal<Error | undefined>(undefined);

const DEFAULTS = DEFAULT_LOSSES.map((name) => parseLoss(name).name);

const more = parameter("explore", "more");

/** Losses beyond the default ones. */
export const addedLosses: ReadonlySignal<readonly string[]> = computed(() =>
  more.value === "" ? [] : more.value.split(";"),
);

/** All losses that are compared. */
export const lossNames: ReadonlySignal<readonly string[]> = computed(() => [
  ...DEFAULTS,
  ...addedLosses.value,
]);

/**
 * Compares another loss too.
 * @throws SoftdiceError for a name or parameters that no loss has
 */
export function addLoss(text: string): void {
  const { name } = parseLoss(text.trim());
  if (!lossNames.peek().includes(name)) change("explore", { more: [...addedLosses.peek(), name].join(";") });
}

export function removeLoss(name: string): void {
  const { loss } = address.peek().explore;
  change("explore", {
    more: addedLosses
      .peek()
      .filter((other) => other !== name)
      .join(";"),
    ...(loss === name ? { loss: "dice" } : {}),
  });
}

/** Compares anew whenever the marginal or the list changes, until the returned function is called; the last request wins. */
export function followComparison(): () => void {
  const own = new Remote(
    new Worker(new URL("../work/descent/descent.worker.ts", import.meta.url), { type: "module" }),
  );
  let wanted:
    | {
        readonly parameters: MarginalParameters;
        readonly losses: readonly string[];
        readonly structure: ExploredStructure | undefined;
      }
    | undefined;
  let isBusy = false;
  let isFollowing = true;
  const work = async (): Promise<void> => {
    isBusy = true;
    isComparing.value = true;
    while (wanted !== undefined) {
      const { parameters, losses, structure } = wanted;
      wanted = undefined;
      try {
        const request: CompareRequest = { ...parameters, losses };
        const result =
          structure === undefined
            ? await own.call<ComparedLosses>("compare", request)
            : await structure.remote.call<ComparedLosses>("compare", { ...structure.request, losses });
        if (!isFollowing) break;
        compared.value = result;
        compareFailure.value = undefined;
      } catch (error) {
        if (!(error instanceof Cancelled)) compareFailure.value = error as Error;
      }
    }
    isBusy = false;
    isComparing.value = false;
  };
  const stop = effect(() => {
    const parameters = marginalSettings.value;
    const structure = parameters.source === "study" ? exploredStructure.value : undefined;
    wanted = { parameters, losses: lossNames.value, structure };
    if (!isBusy) void work();
  });
  return () => {
    isFollowing = false;
    stop();
    wanted = undefined;
    own.end();
  };
}
