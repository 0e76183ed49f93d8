import { SoftdiceError } from "./errors.ts";

/** How much memory this thread may have, and how much it has. */
export interface MemoryBudget {
  /** Bytes of all arrays together. */
  readonly bytes: number;
  /** Bytes that are in use now, as far as the system tells; asked only before something large. */
  readonly usedBytes: () => number;
}

/** Less than this is not worth asking for: what holds many small things asks for them together. */
const smallBytes = 1 << 20;

/** Browsers end a page at about this much; the command line sets the machine's. */
let budget: MemoryBudget = { bytes: 8 * 2 ** 30, usedBytes: () => 0 };

/** Sets the budget of this thread, once, when it starts. */
export function setMemoryBudget(of: MemoryBudget): void {
  budget = of;
}

/** Bytes of this thread's budget. */
export function memoryBudgetBytes(): number {
  return budget.bytes;
}

/**
 * Asks whether so much memory is there, before it is allocated: by arrays for themselves, by what is about to make several
 * for all of them.
 *
 * @param subject what errors name
 * @throws SoftdiceError with what was asked and what there is
 */
export function askForMemory(subject: string, bytes: number): void {
  if (bytes < smallBytes && budget.bytes > smallBytes) return;
  const used = bytes > budget.bytes ? 0 : budget.usedBytes();
  if (used + bytes <= budget.bytes) return;
  const beside = used > 0 ? ` beside the ${inWords(used)} in use` : "";
  throw new SoftdiceError({
    subject,
    problem: `needs ${inWords(bytes)} of memory${beside}`,
    expected: `at most ${inWords(budget.bytes)} in all`,
    remedy: "check its header, crop or split it, or allow more memory or fewer workers",
  });
}

/** 1500000 → "1.5 MB". */
function inWords(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB", "PB"];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`;
}
