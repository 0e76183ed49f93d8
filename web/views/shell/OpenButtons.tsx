import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";
import { openFiles } from "../../state/adding.ts";
import type { DroppedFile } from "../../work/study/files.ts";
import { chosenFiles } from "./dropped.ts";

/** Buttons that open files or a folder by a dialog. */
export function OpenButtons(): JSX.Element {
  const start = (files: readonly DroppedFile[]): void => void openFiles(files);
  return (
    <div class="row">
      <FileButton title="Open files" onFiles={start} />
      <FileButton title="Open a folder" isFolder onFiles={start} />
    </div>
  );
}

/** A button that asks for files by a dialog. */
export function FileButton(props: {
  readonly title: string;
  readonly isFolder?: boolean;
  readonly onFiles: (files: readonly DroppedFile[]) => void;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const { title, isFolder = false, onFiles, children = title } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" aria-label={title} onClick={() => input.current?.click()}>
        {children}
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
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
