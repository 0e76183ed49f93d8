import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { open, report, study } from "../../state/study.ts";
import { droppedFiles } from "./dropped.ts";
import { Status } from "./Status.tsx";
import { Viewer } from "./Viewer.tsx";
import { Welcome } from "./Welcome.tsx";

/** Several observers' delineations, what they agree on, and every consensus of them. */
export function Observers(): JSX.Element {
  const isDropping = useSignal(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault();
      isDropping.value = event.type === "dragover";
    };
    const drop = (event: DragEvent): void => {
      over(event);
      if (event.dataTransfer === null) return;
      droppedFiles(event.dataTransfer).then(
        (files) => void (files.length > 0 && open({ files })),
        (error: unknown) => report(error),
      );
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", over);
      removeEventListener("drop", drop);
    };
  }, [isDropping]);
  return (
    <div class={isDropping.value ? "dropping" : undefined}>
      {study.value === undefined ? (
        <Welcome />
      ) : (
        <>
          <Status />
          <Viewer />
        </>
      )}
    </div>
  );
}
