import type { JSX } from "preact";
import { theme, type ThemeChoice } from "../../state/store.ts";
import { SaveAll } from "./SaveAll.tsx";
import { Sessions } from "./Sessions.tsx";
import { study } from "../../state/study.ts";

/** What is open, and what can be done with all of it. */
export function TopBar(): JSX.Element {
  return (
    <header class="bar">
      <span class="study">{study.value?.info.title ?? "softdice"}</span>
      <Sessions />
      <div class="end">
        <SaveAll />
        <label class="row">
          <span class="note wide-only">Colours</span>
          <select
            aria-label="Colours"
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
  );
}
