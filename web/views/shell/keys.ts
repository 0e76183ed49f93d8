import { signal } from "@preact/signals";
import { VIEWS } from "../../state/address.ts";
import { turnBy } from "../../state/history.ts";
import { address } from "../../state/store.ts";

/** Keys of a view, and what they do. */
export type KeyTable = readonly (readonly [keys: string, what: string])[];

/** Whether the list of keys is open. */
export const isKeyListOpen = signal(false);

export const PAGE_KEYS: KeyTable = [
  ["1 to 6", "Overview, Assign, Viewer, Model, Explore, Paper"],
  ["Ctrl Z · Ctrl Shift Z", "undo · redo a choice"],
  ["?", "this list"],
];

export const OVERVIEW_KEYS: KeyTable = [
  ["↑ ↓", "from structure to structure"],
  ["Enter", "opens the structure in the viewer; on a head, sorts by it"],
];

export const ASSIGN_KEYS: KeyTable = [
  ["Space · arrows · Space", "lifts · moves · drops"],
  ["Enter", "what the cell could hold"],
  ["F2 · Delete · Esc", "renames · leaves out · puts back"],
];

/** Controls that take signs themselves. */
const FIELDS = "input:not([type]), input[type=text], input[type=number], select, textarea, dialog";

/** Follows the keys of the page in every view, until the returned function is called. A view's own keys go before. */
export function followPageKeys(): () => void {
  const act = (event: KeyboardEvent): void => {
    const { key, altKey, shiftKey, target } = event;
    if (altKey || (target instanceof Element && target.closest(FIELDS) !== null)) return;
    if (event.ctrlKey || event.metaKey) {
      if (key.toLowerCase() !== "z") return;
      event.preventDefault();
      void turnBy(shiftKey ? 1 : -1);
      return;
    }
    const view = /^[1-9]$/.test(key) ? VIEWS.at(Number(key) - 1) : undefined;
    if (view === undefined && key !== "?") return;
    event.preventDefault();
    if (view === undefined) isKeyListOpen.value = true;
    else address.value = { ...address.value, view };
  };
  addEventListener("keydown", act);
  return () => removeEventListener("keydown", act);
}
