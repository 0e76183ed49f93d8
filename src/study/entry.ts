import type { Decision } from "./decisions.ts";
import type { Item } from "./item.ts";

/** An item on its way to a decision. */
export interface Entry {
  readonly item: Item;
  structure: string;
  observer: string;
  voxels: number | null;
  decision: Decision["decision"];
  why: string;
}

/** What became of it. */
export function decisionOf({ item, structure, observer, voxels, decision, why }: Entry): Decision {
  return {
    input: item.input,
    item: item.name ?? "",
    patient: "",
    structure,
    observer,
    voxels,
    decision,
    why,
  };
}

/** What became of a file that holds no item. */
export function accounted(input: string, decision: Decision["decision"], why: string): Decision {
  return { input, item: "", patient: "", structure: "", observer: "", voxels: null, decision, why };
}

/** What a remark calls an item. @param observer empty where nothing says who it is */
export function nameOf({ name, input }: Item, observer: string): string {
  return name ?? (observer === "" ? input : observer);
}
