import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { type Address, formatAddress, parseAddress } from "./address.ts";

/** What is shown, the same as in the address bar. */
export const address = signal<Address>(parseAddress(location.hash));

/** Changes parameters of one view. */
export function change<View extends Address["view"]>(view: View, patch: Partial<Address[View]>): void {
  address.value = { ...address.value, [view]: { ...address.value[view], ...patch } };
}

/** A parameter of a view on its own, so that only what shows it is drawn anew. */
export function parameter<View extends Address["view"], Key extends keyof Address[View]>(
  view: View,
  key: Key,
): ReadonlySignal<Address[View][Key]> {
  return computed(() => address.value[view][key]);
}

/** Browsers refuse more than about 200 changes of the address in 30 s. */
const ADDRESS_PAUSE_MS = 200;

/** Keeps the address bar and the state the same; a new view is a new entry in the history. */
export function mirrorAddress(): void {
  let shown: Address["view"] = address.value.view;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    timer = undefined;
    const hash = formatAddress(address.value);
    if (hash !== location.hash) history.replaceState(undefined, "", hash);
  };
  effect(() => {
    const { view } = address.value;
    if (view === shown) {
      timer ??= setTimeout(write, ADDRESS_PAUSE_MS);
    } else {
      clearTimeout(timer);
      timer = undefined;
      shown = view;
      const hash = formatAddress(address.value);
      if (hash !== location.hash) history.pushState(undefined, "", hash);
    }
  });
  const follow = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (location.hash === formatAddress(address.value)) return;
    const next = parseAddress(location.hash);
    shown = next.view;
    // Parameters of the other views stay as they are.
    address.value = { ...address.value, view: next.view, [next.view]: next[next.view] };
  };
  addEventListener("hashchange", follow);
  addEventListener("popstate", follow);
}

export type ThemeChoice = "auto" | "light" | "dark";

/** Light or dark, or what the system says; kept for the next visit. */
export const theme = signal<ThemeChoice>(storedTheme());

export function applyTheme(): void {
  effect(() => {
    document.documentElement.dataset["theme"] = theme.value;
    localStorage.setItem("theme", theme.value);
  });
}

function storedTheme(): ThemeChoice {
  const stored = localStorage.getItem("theme");
  return stored === "light" || stored === "dark" ? stored : "auto";
}
