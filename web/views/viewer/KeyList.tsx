import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../common/Icon.tsx";
import { isKeyListOpen, VIEWER_KEYS } from "./keys.ts";

/** The keys of the viewer, in a dialog. */
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
      aria-labelledby="viewer-keys"
      onClose={() => (isKeyListOpen.value = false)}
    >
      <div class="row spread">
        <h2 id="viewer-keys">Keys of the viewer</h2>
        <button
          type="button"
          class="icon-button"
          aria-label="Close"
          onClick={() => (isKeyListOpen.value = false)}
        >
          <Icon name="close" />
        </button>
      </div>
      <dl>
        {VIEWER_KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
