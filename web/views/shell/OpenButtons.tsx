import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { open } from "../../state/study.ts";
import { chosenFiles } from "./dropped.ts";

/** Buttons that open files or a folder by a dialog. */
export function OpenButtons(): JSX.Element {
  return (
    <div class="row">
      <OpenButton title="Open files" />
      <OpenButton title="Open a folder" isFolder />
    </div>
  );
}

function OpenButton({ title, isFolder = false }: { title: string; isFolder?: boolean }): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        {title}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={title}
        {...(isFolder ? { webkitdirectory: true } : {})}
        onChange={(event) => {
          const files = chosenFiles(event.currentTarget);
          event.currentTarget.value = "";
          if (files.length > 0) void open({ files });
        }}
      />
    </>
  );
}
