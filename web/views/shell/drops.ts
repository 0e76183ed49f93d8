import { signal } from "@preact/signals";
import { open, report } from "../../state/study.ts";
import { droppedFiles } from "./dropped.ts";

/** Whether files are held over the page. */
export const isDropping = signal(false);

/** Opens what is dropped anywhere on the page, whatever view it shows, until the returned function is called. */
export function takeDrops(): () => void {
  const over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    isDropping.value = event.type === "dragover";
  };
  const drop = (event: DragEvent): void => {
    over(event);
    if (!event.defaultPrevented || event.dataTransfer === null) return;
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
}
