import { SoftdiceError } from "../../core/errors.ts";

/** What `parse` makes of the value of --loss; its errors name the option. */
export function lossOption<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof SoftdiceError)) throw error;
    const { problem, expected, remedy } = error;
    throw new SoftdiceError({ subject: "--loss", problem, expected, remedy, cause: error });
  }
}
