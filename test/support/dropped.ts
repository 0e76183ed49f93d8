import { NO_CHOICES } from "../../web/work/study/choices.ts";
import type { DroppedFile } from "../../web/work/study/files.ts";
import { openStudy, readFiles } from "../../web/work/study/open.ts";
import type { StoredStudy } from "../../web/work/study/stored.ts";

/** The study that the app makes of dropped files before anybody chooses anything. */
export async function openDropped(files: readonly DroppedFile[]): Promise<StoredStudy> {
  const read = await readFiles(files, () => undefined);
  return openStudy(read, NO_CHOICES, () => undefined);
}
