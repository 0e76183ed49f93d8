import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { lazy, Suspense } from "preact/compat";
import { VERSION } from "../../../src/core/version.ts";
import type { View } from "../../state/address.ts";
import { address } from "../../state/store.ts";
import { study } from "../../state/study.ts";
import { Assign } from "../assign/Assign.tsx";
import { Overview } from "../overview/Overview.tsx";
import { Viewer } from "../viewer/Viewer.tsx";
import { isDropping, takeDrops } from "./drops.ts";
import { Rail, TITLES } from "./Rail.tsx";
import { Status } from "./Status.tsx";
import { TopBar } from "./TopBar.tsx";
import { Welcome } from "./Welcome.tsx";

const Explore = lazy(() => import("../explore/Explore.tsx").then((module) => module.Explore));
const Model = lazy(() => import("../model/Model.tsx").then((module) => module.Model));
const Paper = lazy(() => import("../paper/Paper.tsx").then((module) => module.Paper));

const current = computed(() => address.value.view);

/** The page: a rail with the views, a bar above, and one view. */
export function App(): JSX.Element {
  const title = TITLES[current.value];
  useEffect(() => void (document.title = `${title} · softdice`), [title]);
  useEffect(takeDrops, []);
  return (
    <div class={isDropping.value ? "frame dropping" : "frame"}>
      <a class="skip" href="#content" onClick={focusContent}>
        Skip to the content
      </a>
      <Rail />
      <TopBar />
      <main id="content" tabIndex={-1} aria-label={title}>
        <Suspense fallback={<p class="starting">Loading …</p>}>
          <Shown view={current.value} />
        </Suspense>
      </main>
    </div>
  );
}

function Shown({ view: shown }: { view: View }): JSX.Element {
  if (shown === "explore") return <Explore />;
  if (shown === "model") return <Model />;
  if (shown === "paper") return <Paper />;
  if (study.value === undefined)
    return (
      <>
        <Welcome />
        <Footnote />
      </>
    );
  if (shown !== "viewer")
    return (
      <>
        <Status />
        {shown === "overview" ? <Overview /> : <Assign />}
      </>
    );
  return (
    <div class="viewer-frame">
      <Status />
      <Viewer />
    </div>
  );
}

function Footnote(): JSX.Element {
  return (
    <footer class="footnote note">
      softdice {VERSION}. Everything is computed on this machine; nothing is sent anywhere. For research: not
      a medical device. <a href="./notices.txt">Licences of the code in this app</a>
    </footer>
  );
}

function focusContent(event: Event): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}
