import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { syncFolder } from "../durableFile.ts";
import { writeError, writeFile } from "../files.ts";
import { ForeignFiles, refuseForeignFile } from "../foreignFiles.ts";
import { compareIdentities } from "./identity.ts";
import { Journal } from "./journal.ts";
import { type JournalContents, type JournalEntry, readJournal, type RunIdentity } from "./journalFile.ts";
import { takeLock } from "./lock.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import type { Shard } from "./shard.ts";

export interface RunDirectoryOptions {
  /** Discards another run's results that are there. */
  readonly force: boolean;
  /** Milliseconds since 1970, for the manifest's times. */
  readonly now: () => number;
  readonly shard?: Shard;
  /**
   * Files and folders that a new run is going to write in the folder, where this is known: they must not be there. Of
   * others, each is looked for when it is written.
   */
  readonly writes?: readonly string[];
  /** Takes remarks on what was damaged or lost, one line each; of commands that keep a journal. */
  readonly remark?: (text: string) => void;
  /** What of the results of another run can be kept for this one; undefined where it is to be refused. */
  readonly adopt?: (identity: RunIdentity, earlier: JournalContents) => Iterable<JournalEntry> | undefined;
}

/**
 * A folder that holds one run: its manifest, its journal, its lock while it runs, and what the command writes. A shard of a
 * run has a manifest, a journal and a lock of its own, in `shards/`.
 */
export class RunDirectory {
  readonly path: string;
  readonly journal: Journal;
  readonly #identity: RunIdentity;
  readonly #now: () => number;
  readonly #begunMs = performance.now();
  readonly #started: string;
  readonly #earlierSeconds: number;
  readonly #manifestName: string;
  readonly #release: () => void;
  readonly #foreign: ForeignFiles;
  #isLeft = false;
  /** Folders with files whose names are not synced yet. */
  readonly #unsynced = new Set<string>();

  /**
   * Opens a folder for a run, new or to be continued. Without `force` nothing of an earlier run is lost.
   *
   * @throws SoftdiceError when the folder holds another run, is being worked on, or cannot be written
   */
  constructor(path: string, identity: RunIdentity, options: RunDirectoryOptions) {
    const { force, now, shard, writes, remark = () => undefined } = options;
    this.path = path;
    this.#identity = identity;
    this.#now = now;
    const name = shard === undefined ? undefined : shardName(shard);
    this.#manifestName = name === undefined ? "manifest.json" : `${name}.json`;
    const journalPath = join(path, name === undefined ? "journal.jsonl" : `${name}.jsonl`);
    this.#release = takeLock(join(path, `${name ?? "run"}.lock`));
    try {
      if (force) rmSync(journalPath, { force: true });
      const manifest = force ? undefined : readManifest(join(path, this.#manifestName), remark);
      const earlier = readJournal(journalPath, identity);
      const lost = lossOf(manifest, earlier);
      if (lost !== undefined) remark(`${journalPath}: ${lost} computed again`);
      const adopted = force ? undefined : this.#accept(manifest, earlier, options);
      const isNew = !force && shard === undefined && manifest === undefined && earlier === undefined;
      if (isNew) for (const file of writes ?? []) refuseForeignFile(join(path, file));
      this.#foreign = new ForeignFiles(isNew && writes === undefined, () => this.#leave());
      this.journal = new Journal(journalPath, identity, adopted === undefined ? earlier : undefined);
      if (adopted !== undefined) this.journal.replace(adopted);
      this.#started = typeof manifest === "object" ? manifest.started : new Date(now()).toISOString();
      this.#earlierSeconds = typeof manifest === "object" ? manifest.seconds : 0;
      this.writeManifest("running", []);
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  /** The command that it is a run of. */
  get command(): string {
    return this.#identity.command;
  }

  /** Called before a file is written in another way than by {@link write}. @throws SoftdiceError naming a file of others */
  refuseForeign(path: string): void {
    this.#foreign.refuse(path);
  }

  /** Writes one of the run's files. The names of all of them are synced before a manifest says that they are there. */
  write(name: string, data: string | Uint8Array): void {
    const path = join(this.path, name);
    this.#foreign.refuse(path);
    writeFile(path, data, "later");
    this.#unsynced.add(dirname(path));
  }

  /** Writes the run's or the shard's manifest; a status other than running ends the work on the folder. */
  writeManifest(
    status: Manifest["status"],
    failed: Manifest["failed"],
    extra: Readonly<Record<string, unknown>> = {},
  ): void {
    if (this.#isLeft) return;
    const manifest: Manifest = {
      ...this.#identity,
      status,
      started: this.#started,
      updated: new Date(this.#now()).toISOString(),
      seconds: Math.round(this.#earlierSeconds * 1000 + performance.now() - this.#begunMs) / 1000,
      failed,
      ...extra,
    };
    const path = join(this.path, this.#manifestName);
    this.#syncNames(path);
    writeFile(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
    if (status !== "running") this.#release();
  }

  /** Gives up a folder that is others': no manifest claims it from then on. */
  #leave(): void {
    this.#isLeft = true;
    rmSync(join(this.path, this.#manifestName), { force: true });
    this.#release();
  }

  #syncNames(manifestPath: string): void {
    try {
      for (const folder of this.#unsynced) syncFolder(folder);
    } catch (cause) {
      throw writeError(manifestPath, cause);
    }
    this.#unsynced.clear();
  }

  /**
   * Refuses the folder of another run, the shard of one, and one that does not say whose results it holds.
   * @returns entries to be kept of another run, if that is what they are for
   */
  #accept(
    manifest: Manifest | "damaged" | undefined,
    earlier: JournalContents | undefined,
    { shard, remark = () => undefined, adopt }: RunDirectoryOptions,
  ): Iterable<JournalEntry> | undefined {
    const known = [earlier?.identity, manifest === "damaged" ? undefined : manifest];
    if (shard !== undefined) {
      const whole = readManifest(join(this.path, "manifest.json"), remark);
      if (whole !== "damaged") known.push(whole);
    }
    const identities = known.filter((identity) => identity !== undefined);
    if (identities.length === 0 && (manifest === "damaged" || earlier !== undefined)) {
      throw new SoftdiceError({
        subject: this.path,
        problem: "holds results, and neither manifest nor journal says of which run any more",
        expected: "one of the two whole",
        remedy: "put back a copy of one of them, or choose another --out",
      });
    }
    for (const identity of identities) {
      const difference = compareIdentities(identity, this.#identity);
      if (difference === undefined) continue;
      const adopted = earlier === undefined ? undefined : adopt?.(identity, earlier);
      if (adopted !== undefined) return adopted;
      throw new SoftdiceError({
        subject: this.path,
        problem: `holds a run with ${difference.name} ${difference.first}`,
        expected: `${difference.name} ${difference.second}`,
        remedy: "choose another --out, or pass --force to discard that run",
      });
    }
    return undefined;
  }
}

/** What is gone of the journal that an earlier run left, as the beginning of a sentence. */
function lossOf(
  manifest: Manifest | "damaged" | undefined,
  earlier: JournalContents | undefined,
): string | undefined {
  // Whoever ended a run has written its journal, with at least a first line.
  const hasEnded = typeof manifest === "object" && manifest.status !== "running";
  if (earlier === undefined) return hasEnded ? "is gone; all that was in there is" : undefined;
  const { damaged, isEmpty } = earlier;
  if (isEmpty) return "is empty; what was in there is";
  if (damaged.length === 0) return undefined;
  const [shown, more] = [damaged.slice(0, 10).join(", "), damaged.length > 10 ? ", …" : ""];
  const what = damaged.length === 1 ? `line ${shown} is` : `lines ${shown}${more} are`;
  return `${what} damaged or of another run; what was in there is`;
}

/** A shard's files without their ending, relative to the run's folder. */
export function shardName({ index, count }: Shard): string {
  return `shards/${index}-of-${count}`;
}
