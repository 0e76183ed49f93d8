import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { type Address, type AddressPart, formatAddress, parseAddress, partsOf } from "./address.ts";
import { prefer, preference } from "./preferences.ts";

/** What is shown, the same as in the address bar. */
export const address = signal<Address>(parseAddress(location.hash));

/** Changes parameters of one view, or of the study. */
export function change<Part extends AddressPart>(part: Part, patch: Partial<Address[Part]>): void {
  address.value = { ...address.value, [part]: { ...address.value[part], ...patch } };
}

/** A parameter of a view on its own, so that only what shows it is drawn anew. */
export function parameter<Part extends AddressPart, Key extends keyof Address[Part]>(
  part: Part,
  key: Key,
): ReadonlySignal<Address[Part][Key]> {
  return computed(() => address.value[part][key]);
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
    const parts = partsOf(next.view).map((part) => [part, next[part]]);
    address.value = { ...address.value, view: next.view, ...(Object.fromEntries(parts) as Partial<Address>) };
  };
  addEventListener("hashchange", follow);
  addEventListener("popstate", follow);
}

export type ThemeChoice = "auto" | "light" | "dark";

/** Light or dark, or what the system says; kept for the next visit. */
export const theme = signal<ThemeChoice>(storedTheme());

/** Whether the system is dark. */
const system = matchMedia("(prefers-color-scheme: dark)");
const isSystemDark = signal(system.matches);

/** Keeps the colours of the page those that are chosen. */
export function applyTheme(): void {
  system.addEventListener("change", ({ matches }) => (isSystemDark.value = matches));
  effect(() => {
    const isDark = theme.value === "auto" ? isSystemDark.value : theme.value === "dark";
    document.documentElement.dataset["shade"] = isDark ? "dark" : "light";
  });
  effect(() => prefer("theme", theme.value));
}

function storedTheme(): ThemeChoice {
  const stored = preference("theme");
  return stored === "light" || stored === "dark" ? stored : "auto";
}
