import { readTextIfThere } from "../files.ts";
import type { RunIdentity } from "./journalFile.ts";

/** What `manifest.json` says of a run. */
export interface Manifest extends RunIdentity {
  readonly status: "running" | "done" | "partly failed" | "stopped";
  /** When the run was first started and when it was last written, ISO 8601. */
  readonly started: string;
  readonly updated: string;
  /** Seconds of computation, over all times that it was started. */
  readonly seconds: number;
  readonly failed: readonly { readonly what: string; readonly reason: string }[];
}

/**
 * The manifest in a file; undefined where there is none, "damaged", with a remark, where it is not one.
 * @throws SoftdiceError naming the file when it is there and cannot be read
 */
export function readManifest(path: string, remark: (text: string) => void): Manifest | "damaged" | undefined {
  const text = readTextIfThere(path);
  if (text === undefined) return undefined;
  const manifest = parse(text);
  if (isManifest(manifest)) return manifest;
  remark(`${path}: is damaged, and is written anew`);
  return "damaged";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== "object" || value === null) return false;
  const { version, command, parameters, started, seconds } = value as Partial<
    Record<keyof Manifest, unknown>
  >;
  return (
    [version, command, started].every((text) => typeof text === "string") &&
    typeof parameters === "object" &&
    parameters !== null &&
    Number.isFinite(seconds)
  );
}
