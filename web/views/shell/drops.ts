import { signal } from "@preact/signals";
import { addFiles, openFiles } from "../../state/adding.ts";
import { address } from "../../state/store.ts";
import { report } from "../../state/study.ts";
import { droppedFiles } from "./dropped.ts";

/** Whether files are held over the page. */
export const isDropping = signal(false);

/**
 * Opens what is dropped anywhere on the page, whatever view it shows; on the assignment it is added to what is open. From
 * before anything is shown, so that nothing that is dropped early is lost.
 */
export function takeDrops(): void {
  const over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    isDropping.value = event.type === "dragover";
  };
  const drop = (event: DragEvent): void => {
    over(event);
    if (!event.defaultPrevented || event.dataTransfer === null) return;
    droppedFiles(event.dataTransfer).then(
      (files) => {
        if (files.length === 0) return;
        void (address.peek().view === "assign" ? addFiles : openFiles)(files);
      },
      (error: unknown) => report(error),
    );
  };
  addEventListener("dragover", over);
  addEventListener("dragleave", over);
  addEventListener("drop", drop);
}
