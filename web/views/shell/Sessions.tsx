import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import {
  current,
  isWanted,
  type Keeping,
  keeping,
  mayReplace,
  openSession,
  removeAllSessions,
  removeSession,
  renameSession,
  sessions,
  want,
} from "../../state/session/session.ts";
import type { Session } from "../../state/session/keptSessions.ts";
import { Icon } from "../common/Icon.tsx";

/** What the top bar says, and what the list says about it. */
const WORDS: Readonly<Record<Keeping, readonly [short: string, long: string]>> = {
  nothing: [
    "Sessions",
    "Files that you open are kept in this browser, with your choices, until you remove them.",
  ],
  writing: ["Keeping …", "The files are being copied into this browser's own storage."],
  kept: ["Kept on this machine", "What is open is kept in this browser: it is there after a reload."],
  off: [
    "Not kept on this machine",
    "You have turned keeping off: what is open is lost when this page is left.",
  ],
  blocked: [
    "Not kept on this machine",
    "This browser keeps no files for this page (a private window, blocked storage, or a page opened from disk). Save all before you leave.",
  ],
  full: [
    "Not kept on this machine",
    "There is no room for these files. Remove sessions or make room on the disk, then open the files again; or save all before you leave.",
  ],
  removed: [
    "Not kept on this machine",
    "What is open was removed from this machine: it is lost when this page is left.",
  ],
};

/** Whether what is open is kept, and the list of all that is. */
export function Sessions(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const isBlocked = sessions.value === undefined;
  const state = isBlocked && keeping.value === "nothing" ? "blocked" : keeping.value;
  const [short, long] = WORDS[state];
  return (
    <>
      <button
        type="button"
        class="keeping"
        data-keeping={state}
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        <Icon
          name={state === "kept" ? "check" : state === "nothing" || state === "writing" ? "history" : "warn"}
        />
        <span aria-live="polite">{short}</span>
      </button>
      <dialog ref={dialog} class="sessions" aria-labelledby="sessions-title">
        <div class="row spread">
          <h2 id="sessions-title">Sessions on this machine</h2>
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
        <p>{long}</p>
        {!isBlocked && (
          <label class="row">
            <input
              type="checkbox"
              checked={isWanted.value}
              onChange={(event) => void want(event.currentTarget.checked)}
            />
            Keep what I open on this machine
          </label>
        )}
        <SessionList onOpen={() => dialog.current?.close()} />
        <p class="note">
          Kept are the files themselves and what you chose, in this browser's own storage. No other site and
          nobody elsewhere can read them; whoever uses this browser on this machine can.
        </p>
      </dialog>
    </>
  );
}

/** Sessions with what can be done with each. */
export function SessionList({ onOpen }: { onOpen: () => void }): JSX.Element | null {
  const all = sessions.value ?? [];
  if (all.length === 0) return null;
  return (
    <>
      <ul class="session-list">
        {all.map((session) => (
          <SessionRow key={session.id} session={session} onOpen={onOpen} />
        ))}
      </ul>
      <div>
        <button type="button" onClick={() => void removeAllSessions()}>
          Remove all
        </button>
      </div>
    </>
  );
}

function SessionRow({ session, onOpen }: { session: Session; onOpen: () => void }): JSX.Element {
  const { id, title, bytes, changedAt } = session;
  const isRenaming = useSignal(false);
  const isCurrent = current.value?.id === id;
  const rename = (next: string): void => {
    isRenaming.value = false;
    if (next.trim() !== "" && next.trim() !== title) void renameSession(id, next.trim());
  };
  return (
    <li aria-current={isCurrent ? "true" : undefined}>
      {isRenaming.value ? (
        <input
          aria-label={`New name of ${title}`}
          value={title}
          autoFocus
          onBlur={(event) => rename(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") rename(event.currentTarget.value);
            if (event.key !== "Escape") return;
            event.preventDefault();
            isRenaming.value = false;
          }}
        />
      ) : (
        <strong>{title}</strong>
      )}
      <span class="note">
        {new Date(changedAt).toLocaleString()} · {size(bytes)}
        {isCurrent ? " · open" : ""}
      </span>
      <div class="row">
        <button
          type="button"
          disabled={isCurrent}
          aria-label={`Open ${title}`}
          onClick={() => {
            onOpen();
            if (mayReplace()) void openSession(id);
          }}
        >
          Open
        </button>
        <button type="button" aria-label={`Rename ${title}`} onClick={() => (isRenaming.value = true)}>
          Rename
        </button>
        <button type="button" aria-label={`Remove ${title}`} onClick={() => void removeSession(id)}>
          Remove
        </button>
      </div>
    </li>
  );
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
