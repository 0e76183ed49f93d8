import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { save } from "../../exports/save.ts";
import { VERSION } from "../../../src/core/version.ts";
import type { View } from "../../state/address.ts";
import { address } from "../../state/store.ts";
import { study } from "../../state/study.ts";
import { Assign } from "../assign/Assign.tsx";
import { loadedLater } from "../common/loadedLater.tsx";
import { Overview } from "../overview/Overview.tsx";
import { Workspace } from "../viewer/Workspace.tsx";
import { isDropping, takeDrops } from "./drops.ts";
import { Rail, TITLES } from "./Rail.tsx";
import { Status } from "./Status.tsx";
import { TopBar } from "./TopBar.tsx";
import { Welcome } from "./Welcome.tsx";

const Descent = loadedLater(() => import("../explore/Descent.tsx").then((module) => module.Descent));
const Paper = loadedLater(() => import("../paper/Paper.tsx").then((module) => module.Paper));

const view = computed(() => address.value.view);

/** The page: a rail with the views, a bar above, and one view. */
export function App(): JSX.Element {
  const title = TITLES[view.value];
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
        <Shown view={view.value} />
      </main>
    </div>
  );
}

function Shown({ view }: { view: View }): JSX.Element {
  if (view === "explore") return <Descent />;
  if (view === "paper") return <Paper />;
  if (study.value === undefined)
    return (
      <>
        <Welcome />
        <Footnote />
      </>
    );
  return (
    <>
      <Status />
      {view === "overview" ? <Overview /> : view === "assign" ? <Assign /> : <Workspace />}
    </>
  );
}

function Footnote(): JSX.Element {
  return (
    <footer class="footnote note">
      softdice {VERSION}. Everything is computed on this machine; nothing is sent anywhere. For research: not
      a medical device. <Licences />
    </footer>
  );
}

/** The app as one page holds the licences itself. */
function Licences(): JSX.Element {
  const title = "Licences of the code in this app";
  const held = document.getElementById("notices")?.textContent;
  return held === undefined || held === null ? (
    <a href="./notices.txt">{title}</a>
  ) : (
    <button type="button" onClick={() => save("notices.txt", held)}>
      {title}
    </button>
  );
}

function focusContent(event: Event): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}
