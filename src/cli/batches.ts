import type { Batch } from "./runs/batch.ts";

/** The commands that run as batches, by name, so that `merge` finds them again. */
const BATCHES = new Map<string, () => Promise<Batch<never>>>([
  ["consensus", async () => (await import("./consensus/study.ts")).STUDY_BATCH],
  ["phantom", async () => (await import("./commands/phantom.ts")).PHANTOM_BATCH],
  ["reproduce gold-atlas", async () => (await import("./commands/reproduceGoldAtlas.ts")).GOLD_ATLAS_BATCH],
  ["reproduce synthetic", async () => (await import("./commands/reproduceSynthetic.ts")).SYNTHETIC_BATCH],
]);

/** The batch of a command; undefined for a command that is none. */
export async function findBatch(command: string): Promise<Batch<never> | undefined> {
  return BATCHES.get(command)?.();
}
