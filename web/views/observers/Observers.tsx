import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { open, report, study } from "../../state/study.ts";
import { Charts } from "./Charts.tsx";
import { droppedFiles } from "./dropped.ts";
import { Exports } from "./Exports.tsx";
import { Lists } from "./Lists.tsx";
import { Methods } from "./Methods.tsx";
import { Pictures } from "./Pictures.tsx";
import { Status } from "./Status.tsx";
import { Threshold } from "./Threshold.tsx";
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
          <div class="observers">
            <Lists />
            <div class="stack">
              <Pictures />
              <Charts />
            </div>
            <div class="stack">
              <Threshold />
              <Methods />
              <Exports />
            </div>
          </div>
        </>
      )}
    </div>
  );
}
