import { lstatSync } from "node:fs";
import { SoftdiceError } from "../core/errors.ts";

/**
 * Refuses a file that lies where results are to be written, in a folder that does not say whose it is.
 * @throws SoftdiceError naming it
 */
export function refuseForeignFile(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  throw new SoftdiceError({
    subject: path,
    problem: "is there already, and nothing says that it is of this run",
    expected: "a folder without files of such names",
    remedy: "choose another --out, or pass --force to replace it",
  });
}

/** Looks after the files of others in a folder where results are written, each under a name of its own. */
export class ForeignFiles {
  readonly #mayBeThere: boolean;
  readonly #leave: () => void;
  readonly #own = new Set<string>();

  /**
   * @param mayBeThere whether nothing said of the folder, before this command, whose files are in it
   * @param leave takes away what says so now, after which the folder is others' as before
   */
  constructor(mayBeThere: boolean, leave: () => void) {
    this.#mayBeThere = mayBeThere;
    this.#leave = leave;
  }

  /** Called before a file is written. @throws SoftdiceError naming a file of others */
  refuse(path: string): void {
    if (!this.#mayBeThere || this.#own.has(path)) return;
    try {
      refuseForeignFile(path);
    } catch (error) {
      this.#leave();
      throw error;
    }
    this.#own.add(path);
  }
}
