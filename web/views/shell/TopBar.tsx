import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { addFiles } from "../../state/adding.ts";
import { canRedo, canUndo, current, goTo, steps, take, turnBy } from "../../state/history.ts";
import { theme, type ThemeChoice } from "../../state/store.ts";
import { following, shownPatient, study } from "../../state/study.ts";
import { Icon } from "../common/Icon.tsx";
import { FileButton } from "./OpenButtons.tsx";
import { SaveAll } from "./SaveAll.tsx";
import { Sessions } from "./Sessions.tsx";

const isHistoryOpen = signal(false);

/** What is open, and what can be done with all of it. */
export function TopBar(): JSX.Element {
  const open = study.value;
  useEffect(closeByEscape, []);
  return (
    <header class="bar">
      <span class="study" title={open?.info.title}>
        {open?.info.title ?? "softdice"}
      </span>
      <Patients />
      <Sessions />
      <span class="note" role="status">
        {following.value === undefined ? "" : `${following.value.what} …`}
      </span>
      <div class="end">
        {open !== undefined && (
          <>
            <History />
            <FileButton title="Add files" onFiles={(files) => void addFiles(files)}>
              <Icon name="add" /> <span class="wide-only">Add files</span>
            </FileButton>
            <SaveAll />
          </>
        )}
        <select
          aria-label="Colours"
          title="Colours"
          value={theme.value}
          onChange={(event) => (theme.value = event.currentTarget.value as ThemeChoice)}
        >
          <option value="auto">system</option>
          <option value="light">light</option>
          <option value="dark">dark</option>
        </select>
      </div>
    </header>
  );
}

/** Which of several patients is shown. */
function Patients(): JSX.Element | null {
  const patients = study.value?.info.patients ?? [];
  const shown = shownPatient.value;
  if (shown === undefined) return null;
  const show = (patient: number): void =>
    void take(`Showed ${patients[patient]}`, (now) => ({ ...now, patient, assignment: undefined }));
  return (
    <label class="row">
      <span class="note wide-only">Patient</span>
      <select
        aria-label="Patient"
        value={patients.indexOf(shown)}
        onChange={(event) => show(Number(event.currentTarget.value))}
      >
        {patients.map((alias, n) => (
          <option key={alias} value={n}>
            {alias}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Undo, redo, and every choice so far. */
function History(): JSX.Element {
  return (
    <>
      <button
        type="button"
        class="quiet"
        aria-label="Undo"
        title="Undo (Ctrl Z)"
        disabled={!canUndo.value}
        onClick={() => void turnBy(-1)}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        class="quiet"
        aria-label="Redo"
        title="Redo (Ctrl Shift Z)"
        disabled={!canRedo.value}
        onClick={() => void turnBy(1)}
      >
        <Icon name="redo" />
      </button>
      <div class="menu">
        <button
          type="button"
          class="quiet"
          aria-label="History"
          title="Every choice so far"
          aria-expanded={isHistoryOpen.value}
          onClick={() => (isHistoryOpen.value = !isHistoryOpen.value)}
        >
          <Icon name="history" />
        </button>
        {isHistoryOpen.value && (
          <ol class="menu-list" aria-label="Every choice so far">
            {steps.value.map(({ what }, n) => (
              <li key={n}>
                <button
                  type="button"
                  class="quiet"
                  aria-current={n === current.value ? "step" : undefined}
                  onClick={() => void goTo(n)}
                >
                  {what}
                </button>
              </li>
            ))}
          </ol>
        )}
      </div>
    </>
  );
}

/** Escape closes the history. */
function closeByEscape(): () => void {
  const close = (event: KeyboardEvent): void => {
    if (event.key === "Escape") isHistoryOpen.value = false;
  };
  addEventListener("keydown", close);
  return () => removeEventListener("keydown", close);
}
