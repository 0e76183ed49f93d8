import { SoftdiceError } from "../../core/errors.ts";

/** What `parse` makes of the value of --loss; its errors name the option. */
export function lossOption<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof SoftdiceError)) throw error;
    throw new SoftdiceError({ ...error, subject: "--loss", cause: error });
  }
}
