import { type Fault, SoftdiceError } from "../core/errors.ts";

/** Names of files and folders can be understood in several ways, or in one that the user has to confirm. */
export class SeveralReadings extends SoftdiceError {
  /** The ways, as patterns below the folder that holds all files. */
  readonly patterns: readonly string[];

  constructor(fault: Fault, patterns: readonly string[]) {
    super(fault);
    this.patterns = patterns;
  }
}
