import { SoftdiceError } from "../core/errors.ts";

/** The error for a file that cannot be read: which file, which field of it, what stands there and what should. */
export function malformed(
  file: string,
  field: string,
  problem: string,
  expected: string,
  remedy: string = "export or copy the file again",
  cause?: unknown,
): SoftdiceError {
  return new SoftdiceError({ subject: `${file}: ${field}`, problem, expected, remedy, cause });
}
