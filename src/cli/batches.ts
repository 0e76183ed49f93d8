import type { Batch } from "./runs/batch.ts";

/** The commands that run as batches, by name, so that `merge` finds them again. */
const BATCHES = new Map<string, () => Promise<Batch<never>>>([
  ["consensus", async () => (await import("./consensus/study.ts")).STUDY_BATCH],
  ["evaluate", async () => (await import("./evaluate/study.ts")).EVALUATE_BATCH],
  ["phantom", async () => (await import("./commands/phantom.ts")).PHANTOM_BATCH],
  ["reproduce gold-atlas", async () => (await import("./commands/reproduceGoldAtlas.ts")).GOLD_ATLAS_BATCH],
  ["reproduce networks", async () => (await import("./commands/reproduceNetworks.ts")).NETWORKS_BATCH],
  ["reproduce synthetic", async () => (await import("./commands/reproduceSynthetic.ts")).SYNTHETIC_BATCH],
]);

/** The batch of a command; undefined for a command that is none. */
export async function findBatch(command: string): Promise<Batch<never> | undefined> {
  return BATCHES.get(command)?.();
}
