import { InvalidArgumentError } from "commander";
import { totalmem } from "node:os";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { memoryBudgetBytes, setMemoryBudget } from "../core/budget.ts";

/** The part of the machine's memory that a command may have if it is not told. */
const share = 0.8;
/** Room that JavaScript's own objects may not fill: V8 ends the process at its limit, without a word of ours. */
const spareHeap = 0.85;

const factors: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["K", 2 ** 10],
  ["M", 2 ** 20],
  ["G", 2 ** 30],
  ["T", 2 ** 40],
]);

/** Parses "4G", "500M" or a number of bytes. */
export function memorySize(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?$/i.exec(text.trim()) ?? [];
  const bytes = Number(number) * (factors.get((unit ?? "").toUpperCase()) ?? NaN);
  if (!(bytes >= 2 ** 20))
    throw new InvalidArgumentError("a size of at least 1M, such as 500M or 4G; correct the value");
  return bytes;
}

/** Memory of the machine, or of the container or job that the process is in. */
export function machineMemoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}

/** The memory that a command of this machine may have. */
export function defaultMemoryBytes(): number {
  return Math.floor(share * machineMemoryBytes());
}

/** Sets the budget of the thread that calls. */
export function allowMemory(bytes: number): void {
  setMemoryBudget({ bytes, usedBytes: () => usedBytes(bytes) });
}

/** What each of so many threads may have. */
export function shareOfMemory(threads: number): number {
  return Math.floor(memoryBudgetBytes() / Math.max(1, threads));
}

/** Bytes of this thread's objects and arrays; what nobody needs any more is collected first where it would matter. */
function usedBytes(limit: number): number {
  const used = measure();
  if (used < limit / 2 && heapFilled() < spareHeap) return used;
  collectGarbage();
  // A heap that is all but full counts as all memory.
  return heapFilled() < spareHeap ? measure() : limit;
}

function measure(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function heapFilled(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used / limit;
}

let collect: (() => void) | undefined;

function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  collect();
}
