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
import { Viewer } from "../viewer/Viewer.tsx";
import { isDropping } from "./drops.ts";
import { KeyList } from "./KeyList.tsx";
import { followPageKeys } from "./keys.ts";
import { Rail, TITLES } from "./Rail.tsx";
import { Status } from "./Status.tsx";
import { TopBar } from "./TopBar.tsx";
import { Welcome } from "./Welcome.tsx";

const Explore = loadedLater(() => import("../explore/Explore.tsx").then((module) => module.Explore));
const Model = loadedLater(() => import("../model/Model.tsx").then((module) => module.Model));
const Paper = loadedLater(() => import("../paper/Paper.tsx").then((module) => module.Paper));

const current = computed(() => address.value.view);

/** The page: a rail with the views, a bar above, and one view. */
export function App(): JSX.Element {
  const title = TITLES[current.value];
  useEffect(() => void (document.title = `${title} · softdice`), [title]);
  useEffect(followPageKeys, []);
  return (
    <div class={isDropping.value ? "frame dropping" : "frame"}>
      <a class="skip" href="#content" onClick={focusContent}>
        Skip to the content
      </a>
      <Rail />
      <TopBar />
      <main id="content" tabIndex={-1} aria-label={title}>
        <Shown view={current.value} />
      </main>
      <KeyList />
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
