import type { DroppedFile } from "../work/study/files.ts";
import { withOwnPaths } from "../work/study/ownPaths.ts";
import { assignment } from "./assignment.ts";
import { mayReplace } from "./session/session.ts";
import { choices, open, report, study } from "./study.ts";

/** Opens files instead of what is open; asks first where choices would be lost with it. */
export async function openFiles(files: readonly DroppedFile[]): Promise<void> {
  if (!mayReplace()) return;
  try {
    await open({ files: (await withOwnPaths([], files)).files });
  } catch (error) {
    report(error);
  }
}

/**
 * Adds files to what is open. What was assigned stays where it is, and new delineations are read as they come, or wait for a
 * place where somebody has assigned them before, or where another file of their name is there already.
 */
export async function addFiles(added: readonly DroppedFile[]): Promise<void> {
  const before = study.peek();
  if (before === undefined || before.example !== "") return openFiles(added);
  try {
    const { files, moved } = await withOwnPaths(before.files, added);
    const { assignment: made, ...others } = choices.peek();
    const isKept = made !== undefined || moved > 0;
    await open({ files }, { ...others, assignment: isKept ? assignment.peek() : undefined });
  } catch (error) {
    report(error);
  }
}
