import type { JSX } from "preact";
import { itemKey, suggestions, type Placed, placed } from "../../state/assignment.ts";
import { study } from "../../state/study.ts";
import { Icon } from "../common/Icon.tsx";
import { inTheApp } from "../common/inTheApp.ts";
import { accept } from "./Grid.tsx";
import { dropOut, isLifted, lift, lifted } from "./moving.ts";

/** Delineations that do not count; each can be dragged, or lifted and dropped by keyboard, into the table. */
export function Tray(): JSX.Element {
  const waiting = placed.value.filter(({ counts }) => !counts);
  const problems = study.value?.info.leftOut ?? [];
  return (
    <section
      class="tray"
      aria-labelledby="tray"
      onDragOver={(event) => lifted.value?.kind === "item" && event.preventDefault()}
      onDrop={(event) => {
        if (lifted.value?.kind !== "item") return;
        event.preventDefault();
        event.stopPropagation();
        void dropOut();
      }}
    >
      <h3 id="tray">
        Left out <small class="note">{waiting.length}</small>
      </h3>
      {waiting.length === 0 && <p class="note">Everything has a place. Drop here what should not count.</p>}
      <ul>
        {waiting.map((one) => (
          <li key={itemKey(one)}>
            <Waiting one={one} />
          </li>
        ))}
      </ul>
      {problems.map((problem) => (
        <p key={problem} class="problem">
          <Icon name="fail" size={14} /> {inTheApp(problem)}
        </p>
      ))}
    </section>
  );
}

function Waiting({ one }: { one: Placed }): JSX.Element {
  return (
    <button
      type="button"
      class="waiting-item"
      draggable
      aria-pressed={isLifted(one)}
      onDragStart={() => lift({ kind: "item", item: one })}
      onDragEnd={() => (lifted.value = undefined)}
      onClick={() => {
        lift({ kind: "item", item: one });
        document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus();
      }}
    >
      {one.item || one.input}
      <small>
        {one.item === "" ? "" : one.input}
        {one.why === "" ? "" : ` · ${inTheApp(one.why)}`}
      </small>
    </button>
  );
}

/** Places proposed for what has none, or stands alone; nothing is taken before it is accepted. */
export function Suggestions(): JSX.Element | null {
  const all = suggestions.value;
  if (all.length === 0) return null;
  return (
    <section class="suggestions" aria-labelledby="suggested">
      <div class="row spread">
        <h3 id="suggested">Suggested</h3>
        {all.length > 1 && (
          <button type="button" class="small" onClick={() => void accept(...all)}>
            Accept all {all.length}
          </button>
        )}
      </div>
      <ul>
        {all.map((one) => (
          <li key={itemKey(one)} class="row spread">
            <span>
              {one.item || one.input} → {one.structure}
              <small>
                {one.observer} · {one.why}
              </small>
            </span>
            <button
              type="button"
              class="small"
              aria-label={`Accept ${one.item || one.input} as ${one.structure} of ${one.observer}`}
              onClick={() => void accept(one)}
            >
              Accept
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
