import { rmSync } from "node:fs";
import { join } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { readJsonIfThere, writeFile } from "../files.ts";
import { compareIdentities } from "./identity.ts";
import { Journal, type RunIdentity } from "./journal.ts";
import type { Shard } from "./shard.ts";

/** What `manifest.json` says of a run. */
interface Manifest extends RunIdentity {
  readonly status: "running" | "done" | "partly failed" | "stopped";
  /** When the run was first started and when it was last written, ISO 8601. */
  readonly started: string;
  readonly updated: string;
  /** Seconds of computation, over all times that it was started. */
  readonly seconds: number;
  readonly failed: readonly { readonly what: string; readonly reason: string }[];
}

/**
 * A folder that holds one run: its manifest, its journal and what the command writes. A shard of a run has a manifest and a
 * journal of its own, in `shards/`.
 */
export class RunDirectory {
  readonly path: string;
  readonly journal: Journal;
  readonly #identity: RunIdentity;
  readonly #now: () => number;
  readonly #begun: number;
  readonly #started: string;
  readonly #earlierSeconds: number;
  readonly #manifestName: string;

  /**
   * Opens a folder for a run, new or to be continued.
   *
   * @param options.force discards another run's results that are there
   * @throws SoftdiceError when the folder holds another run, or cannot be written
   */
  constructor(
    path: string,
    identity: RunIdentity,
    options: { readonly force: boolean; readonly now: () => number; readonly shard?: Shard },
  ) {
    this.path = path;
    this.#identity = identity;
    this.#now = options.now;
    this.#begun = options.now();
    const shard = options.shard === undefined ? undefined : shardName(options.shard);
    this.#manifestName = shard === undefined ? "manifest.json" : `${shard}.json`;
    const journalPath = join(path, shard === undefined ? "journal.jsonl" : `${shard}.jsonl`);
    if (!options.force) this.#refuseOther();
    const earlier = options.force ? undefined : this.#readManifest(this.#manifestName);
    if (earlier === undefined) rmSync(journalPath, { force: true });
    this.journal = new Journal(journalPath, identity, options.now);
    this.#started = earlier?.started ?? new Date(this.#begun).toISOString();
    this.#earlierSeconds = earlier?.seconds ?? 0;
    this.writeManifest("running", []);
  }

  /** The command that it is a run of. */
  get command(): string {
    return this.#identity.command;
  }

  /** Writes one of the run's files. */
  write(name: string, data: string | Uint8Array): void {
    writeFile(join(this.path, name), data);
  }

  /** Writes the run's or the shard's manifest. */
  writeManifest(
    status: Manifest["status"],
    failed: Manifest["failed"],
    extra: Readonly<Record<string, unknown>> = {},
  ): void {
    const manifest: Manifest = {
      ...this.#identity,
      status,
      started: this.#started,
      updated: new Date(this.#now()).toISOString(),
      seconds: Math.round(this.#earlierSeconds * 1000 + this.#now() - this.#begun) / 1000,
      failed,
      ...extra,
    };
    this.write(this.#manifestName, `${JSON.stringify(manifest, undefined, 2)}\n`);
  }

  #readManifest(name: string): Manifest | undefined {
    return readJsonIfThere(join(this.path, name), "the manifest of an earlier run") as Manifest | undefined;
  }

  /** Refuses the folder of another run, and the shard of one. */
  #refuseOther(): void {
    for (const name of new Set(["manifest.json", this.#manifestName])) {
      const other = this.#readManifest(name);
      const difference = other === undefined ? undefined : compareIdentities(other, this.#identity);
      if (difference === undefined) continue;
      throw new SoftdiceError({
        subject: this.path,
        problem: `holds a run with ${difference.name} ${difference.first}`,
        expected: `${difference.name} ${difference.second}`,
        remedy: "choose another --out, or pass --force to discard that run",
      });
    }
  }
}

/** A shard's files without their ending, relative to the run's folder. */
export function shardName({ index, count }: Shard): string {
  return `shards/${index}-of-${count}`;
}
