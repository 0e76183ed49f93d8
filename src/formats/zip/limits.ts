import { checkNumber, checkObject } from "../../core/check.ts";

/** What an archive may ask for before it counts as a bomb. */
export interface ArchiveLimits {
  /** Entries in all, those of archives inside it included. */
  readonly maxEntries: number;
  /** Archives inside one another; 1 refuses any archive in the archive. */
  readonly maxDepth: number;
  /** Bytes of one entry, decompressed: what is in memory at a time. */
  readonly maxEntryBytes: number;
  /** Bytes of all entries that are read, decompressed. */
  readonly maxTotalBytes: number;
}

/**
 * Enough for a hospital's export: a total of 4 GiB and 100 times the archive's own size, 2 GiB an entry.
 * @throws SoftdiceError for a limit that is no number from 0
 */
export function archiveLimits(archiveBytes: number, limits: Partial<ArchiveLimits>): ArchiveLimits {
  checkObject("limits", limits);
  const {
    maxEntries = 500_000,
    maxDepth = 4,
    maxEntryBytes = 2 * 2 ** 30,
    maxTotalBytes = 4 * 2 ** 30 + 100 * archiveBytes,
  } = limits;
  const all = { maxEntries, maxDepth, maxEntryBytes, maxTotalBytes };
  for (const [name, limit] of Object.entries(all))
    checkNumber(`limits.${name}`, limit, (most) => most >= 0, "a number from 0");
  return all;
}
