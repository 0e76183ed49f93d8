import type { DroppedFile } from "../work/study/files.ts";
import { assignment } from "./assignment.ts";
import { choices, open, study } from "./study.ts";

/**
 * Adds files to what is open; a file of a path that is there already takes its place. What was assigned stays where it is,
 * and new delineations are read as they come, or wait for a place where somebody has assigned them before.
 */
export async function addFiles(files: readonly DroppedFile[]): Promise<void> {
  const before = study.peek();
  if (before === undefined || before.example !== "") return open({ files });
  const paths = new Set(files.map(({ path }) => path));
  const all = [...before.files.filter(({ path }) => !paths.has(path)), ...files];
  const { assignment: made, ...others } = choices.peek();
  return open({ files: all }, { ...others, assignment: made === undefined ? undefined : assignment.peek() });
}
