import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { type Address, formatAddress, parseAddress } from "./address.ts";

/** What is shown, the same as in the address bar. */
export const address = signal<Address>(parseAddress(location.hash));

/** Changes parameters of one view. */
export function change<View extends "observers" | "descent" | "paper">(
  view: View,
  patch: Partial<Address[View]>,
): void {
  address.value = { ...address.value, [view]: { ...address.value[view], ...patch } };
}

/** A parameter of a view on its own, so that only what shows it is drawn anew. */
export function parameter<View extends "observers" | "descent" | "paper", Key extends keyof Address[View]>(
  view: View,
  key: Key,
): ReadonlySignal<Address[View][Key]> {
  return computed(() => address.value[view][key]);
}

/** Keeps the address bar and the state the same; a new view is a new entry in the history. */
export function mirrorAddress(): void {
  let shown: Address["view"] = address.value.view;
  effect(() => {
    const hash = formatAddress(address.value);
    if (hash === location.hash) return;
    if (address.value.view === shown) history.replaceState(undefined, "", hash);
    else history.pushState(undefined, "", hash);
    shown = address.value.view;
  });
  addEventListener("hashchange", () => follow());
  addEventListener("popstate", () => follow());
  function follow(): void {
    if (location.hash === formatAddress(address.value)) return;
    const next = parseAddress(location.hash);
    shown = next.view;
    // Parameters of the other views stay as they are.
    batch(() => (address.value = { ...address.value, view: next.view, [next.view]: next[next.view] }));
  }
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
