import { SoftdiceError } from "../../src/core/errors.ts";
import { Random } from "../../src/core/random.ts";
import type { NamedBytes } from "../../src/formats/volume.ts";
import { mutate } from "./mutate.ts";
import { mutateStructure } from "./structures.ts";

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

/** A broken file that a reader did not take as it should. */
export interface Finding {
  readonly fault: string;
  readonly file: NamedBytes;
  readonly error: unknown;
}

/** How many broken files were still read, and how many refused. */
export interface FuzzResult {
  read: number;
  refused: number;
  /** The most memory that the process had, in bytes, as far as it was looked at. */
  peakBytes: number;
  readonly findings: Finding[];
}

/** No file of a few kilobytes may take a reader more processor time than this, a codec that is compiled included. */
const maxMs = 5000;
/** After so many findings a target is given up. */
const maxFindings = 20;

/** Feeds a reader with broken files, the same ones for the same seed. Run n alone: `first: n` with `{ runs: 1 }`. */
export async function fuzz(target: FuzzTarget, seed: number, effort: Effort, first = 0): Promise<FuzzResult> {
  const files = await target.files();
  const result: FuzzResult = { read: 0, refused: 0, peakBytes: 0, findings: [] };
  const end = "seconds" in effort ? performance.now() + effort.seconds * 1000 : Infinity;
  const last = "runs" in effort ? first + effort.runs : Infinity;
  for (let run = first; run < last && performance.now() < end; run++) {
    const random = new Random(seed, run);
    const file = files[random.integer(files.length)];
    const donor = files[random.integer(files.length)];
    const breaking = random.integer(2) === 0 ? mutate : mutateStructure;
    const broken = { name: file.name, bytes: breaking(random, file.bytes, donor.bytes) };
    const { error, fault } = await tryToRead(target, broken);
    if (run % 50 === 0) result.peakBytes = Math.max(result.peakBytes, process.memoryUsage().rss);
    if (fault !== undefined) {
      const where = `${target.name}: seed ${seed}, run ${run}, ${file.name}: ${fault}`;
      result.findings.push({ fault: where, file: broken, error });
      if (result.findings.length >= maxFindings) break;
    }
    if (error === undefined) result.read++;
    else result.refused++;
  }
  return result;
}

/** Reads one file; the fault is undefined where it was read, or refused as it should be. */
export async function tryToRead(
  target: FuzzTarget,
  file: NamedBytes,
): Promise<{ readonly error: unknown; readonly fault: string | undefined }> {
  const start = process.cpuUsage();
  const error = await target.read(file).then(
    () => undefined,
    (thrown: unknown) => thrown ?? "nothing",
  );
  const { user, system } = process.cpuUsage(start);
  const ms = (user + system) / 1000;
  if (ms > maxMs) return { error, fault: `took ${Math.round(ms)} ms of processor time` };
  if (error !== undefined && !(error instanceof SoftdiceError))
    return {
      error,
      fault: `threw another error than SoftdiceError: ${error instanceof Error ? error.message : typeof error}`,
    };
  const isLong = error instanceof SoftdiceError && /[\r\n]/.test(error.message);
  return { error, fault: isLong ? "threw an error of several lines" : undefined };
}
