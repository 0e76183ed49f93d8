import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { lazy, Suspense } from "preact/compat";
import { VERSION } from "../../src/core/version.ts";
import { type Address, formatAddress } from "../state/address.ts";
import { address, theme, type ThemeChoice } from "../state/store.ts";
import { Observers } from "./observers/Observers.tsx";

const Descent = lazy(() => import("./descent/Descent.tsx").then((module) => module.Descent));
const Paper = lazy(() => import("./paper/Paper.tsx").then((module) => module.Paper));

const VIEWS: readonly { readonly view: Address["view"]; readonly title: string }[] = [
  { view: "observers", title: "Observers" },
  { view: "descent", title: "Descent" },
  { view: "paper", title: "Paper" },
];

const view = computed(() => address.value.view);

/** The page: a bar with the three views, and one of them. */
export function App(): JSX.Element {
  const title = VIEWS.find((one) => one.view === view.value)?.title;
  useEffect(() => void (document.title = `${title} · softdice`), [title]);
  return (
    <>
      <a class="skip" href="#content" onClick={focusContent}>
        Skip to the content
      </a>
      <header class="bar">
        <h1>softdice</h1>
        <Views />
        <div class="end">
          <label class="row">
            <span class="note">Colours</span>
            <select
              value={theme.value}
              onChange={(event) => (theme.value = event.currentTarget.value as ThemeChoice)}
            >
              <option value="auto">as the system</option>
              <option value="light">light</option>
              <option value="dark">dark</option>
            </select>
          </label>
        </div>
      </header>
      <main id="content" tabIndex={-1} aria-label={title}>
        <Suspense fallback={<p class="starting">Loading …</p>}>
          {view.value === "observers" ? <Observers /> : view.value === "descent" ? <Descent /> : <Paper />}
        </Suspense>
      </main>
      <footer class="footnote note">
        softdice {VERSION}. Everything is computed on this machine; nothing is sent anywhere. For research:
        not a medical device. <a href="./notices.txt">Licences of the code in this app</a>
      </footer>
    </>
  );
}

/** Links to the views, each as it was left. */
function Views(): JSX.Element {
  return (
    <nav aria-label="Views">
      {VIEWS.map((one) => (
        <a
          key={one.view}
          href={formatAddress({ ...address.value, view: one.view })}
          aria-current={one.view === view.value ? "page" : undefined}
        >
          {one.title}
        </a>
      ))}
    </nav>
  );
}

function focusContent(event: Event): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}
