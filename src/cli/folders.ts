import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { SoftdiceError } from "../core/errors.ts";

/**
 * Refuses a folder for results that is an input itself: the next time they would be input.
 * @throws SoftdiceError naming the option
 */
export function refuseInputAsOut(inputs: readonly string[], out: string): void {
  if (!inputs.some((input) => resolve(input) === resolve(out))) return;
  throw new SoftdiceError({
    subject: "--out",
    problem: `is ${out}, the folder of the input`,
    expected: "a folder of its own for the results",
    remedy: `choose another, such as ${join(out, "results")}`,
  });
}

/** Whether a path is that of a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
