import { batch, computed, type ReadonlySignal } from "@preact/signals";
import { type Address, parseAddress } from "../address.ts";
import { address, change } from "../store.ts";
import { observerNames, structureNames, study } from "../study.ts";

/** What the user chose of a study, as a session keeps it. */
export interface Choices {
  readonly structureNames: readonly string[];
  readonly observerNames: readonly (readonly string[])[];
  readonly viewer: Address["viewer"];
}

export const choices: ReadonlySignal<Choices> = computed(() => ({
  structureNames: structureNames.value,
  observerNames: observerNames.value,
  viewer: address.value.viewer,
}));

/**
 * Takes up what a session kept, as far as it fits what is open; the rest stays as it was found.
 *
 * @param isSeen whether the address says already what is seen, as after a reload
 */
export function takeUp(kept: unknown, { isSeen }: { readonly isSeen: boolean }): void {
  const { structureNames: names, observerNames: observers, viewer } = (kept ?? {}) as Partial<Choices>;
  const structures = study.peek()?.info.structures ?? [];
  batch(() => {
    if (areNames(names, structures.length)) structureNames.value = names;
    const doFit = structures.every((structure, n) => areNames(observers?.[n], structure.observers.length));
    if (observers !== undefined && doFit) observerNames.value = observers;
    if (!isSeen && typeof viewer === "object") change("viewer", readViewer(viewer));
  });
}

function areNames(names: unknown, count: number): names is readonly string[] {
  return Array.isArray(names) && names.length === count && names.every((name) => typeof name === "string");
}

/** Only what an address may say, which is checked where addresses are read. */
function readViewer(viewer: object): Address["viewer"] {
  const query = new URLSearchParams(Object.entries(viewer).map(([key, value]) => [key, String(value)]));
  return parseAddress(`#viewer?${query.toString()}`).viewer;
}
