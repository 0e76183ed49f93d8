import { SoftdiceError } from "../../src/core/errors.ts";
import { Random } from "../../src/core/random.ts";
import type { NamedBytes } from "../../src/formats/volume.ts";
import { mutate } from "./mutate.ts";

/** A reader, and files that it reads, to be fed with broken ones. */
export interface FuzzTarget {
  readonly name: string;
  /** Real files; each run breaks one of them, sometimes with a piece of another. */
  readonly files: () => Promise<readonly NamedBytes[]>;
  /** Reads all of a file. May resolve to anything, or throw SoftdiceError, and nothing else. */
  readonly read: (file: NamedBytes) => Promise<unknown>;
}

/** How long to go on: a number of broken files, or a time. */
export type Effort = { readonly runs: number } | { readonly seconds: number };

/** How many broken files were still read, and how many refused. */
export interface FuzzResult {
  read: number;
  refused: number;
}

/** No file of a few kilobytes may keep a reader longer than this, garbage collection and busy machines included. */
const maxMs = 5000;

/**
 * Feeds a reader with broken files, the same ones for the same seed. Run n alone: `first: n` with `{ runs: 1 }`.
 * @throws Error naming seed and run when a reader throws anything but SoftdiceError, an error of several lines, or takes
 * too long.
 */
export async function fuzz(target: FuzzTarget, seed: number, effort: Effort, first = 0): Promise<FuzzResult> {
  const files = await target.files();
  const result: FuzzResult = { read: 0, refused: 0 };
  const end = "seconds" in effort ? performance.now() + effort.seconds * 1000 : Infinity;
  const last = "runs" in effort ? first + effort.runs : Infinity;
  for (let run = first; run < last && performance.now() < end; run++) {
    const random = new Random(seed, run);
    const file = files[random.integer(files.length)];
    const donor = files[random.integer(files.length)];
    const broken = { name: file.name, bytes: mutate(random, file.bytes, donor.bytes) };
    const start = performance.now();
    const error = await target.read(broken).then(
      () => undefined,
      (thrown: unknown) => thrown ?? "nothing",
    );
    const ms = performance.now() - start;
    const fault =
      ms > maxMs
        ? `took ${ms} ms`
        : error !== undefined && !(error instanceof SoftdiceError)
          ? "threw another error than SoftdiceError"
          : error instanceof SoftdiceError && /[\r\n]/.test(error.message)
            ? "threw an error of several lines"
            : undefined;
    if (fault !== undefined)
      throw new Error(`${target.name}: seed ${seed}, run ${run}, ${file.name}: ${fault}`, { cause: error });
    if (error === undefined) result.read++;
    else result.refused++;
  }
  return result;
}
