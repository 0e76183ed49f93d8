import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../common/Icon.tsx";
import { VIEWER_KEYS } from "../viewer/keys.ts";
import { ASSIGN_KEYS, isKeyListOpen, type KeyTable, OVERVIEW_KEYS, PAGE_KEYS } from "./keys.ts";

const TABLES: readonly (readonly [title: string, keys: KeyTable])[] = [
  ["Everywhere", PAGE_KEYS],
  ["Overview", OVERVIEW_KEYS],
  ["Assign", ASSIGN_KEYS],
  ["Viewer", VIEWER_KEYS],
];

/** The keys of all views, in a dialog. */
export function KeyList(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = isKeyListOpen.value;
  useEffect(() => {
    if (isOpen && dialog.current?.open === false) dialog.current.showModal();
    if (!isOpen && dialog.current?.open === true) dialog.current.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      class="key-list"
      aria-labelledby="keys-title"
      onClose={() => (isKeyListOpen.value = false)}
    >
      <div class="row spread">
        <h2 id="keys-title">Keys</h2>
        <button type="button" class="quiet" aria-label="Close" onClick={() => (isKeyListOpen.value = false)}>
          <Icon name="close" />
        </button>
      </div>
      {TABLES.map(([title, keys]) => (
        <section key={title} aria-label={title}>
          <h3>{title}</h3>
          <dl>
            {keys.map(([pressed, what]) => (
              <div key={pressed}>
                <dt>{pressed}</dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </dialog>
  );
}
