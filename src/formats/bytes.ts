import { shown } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";

/** Refuses what is no Uint8Array, such as an ArrayBuffer, whose bytes would pass for none. */
export function checkBytes(name: string, bytes: Uint8Array): void {
  if (bytes instanceof Uint8Array) return;
  throw new SoftdiceError({
    subject: name,
    problem: `is ${shown(bytes)}`,
    expected: "a Uint8Array",
    remedy: "pass new Uint8Array(buffer) of an ArrayBuffer",
  });
}
