import { SoftdiceError } from "../../core/errors.ts";
import { localModule, sharedModule } from "./modules.generated.ts";

/** What ../assembly/index.ts exports; arguments are documented there. Pointers are in bytes. */
export interface Exports {
  step(
    f: number,
    w: number,
    m: number,
    n: number,
    sums: number,
    first: number,
    last: number,
    gain: number,
    pull: number,
  ): void;
  stepWeighted(
    f: number,
    w: number,
    m: number,
    weights: number,
    n: number,
    sums: number,
    first: number,
    last: number,
    gain: number,
    pull: number,
  ): void;
  measure(
    f: number,
    m: number,
    n: number,
    sums: number,
    first: number,
    last: number,
    threshold: number,
  ): void;
  measureWeighted(
    f: number,
    m: number,
    weights: number,
    n: number,
    sums: number,
    first: number,
    last: number,
    threshold: number,
  ): void;
  depositLevels(
    f: number,
    m: number,
    n: number,
    levels: number,
    capacity: number,
    moments: number,
    cells: number,
  ): number;
  depositBands(
    f: number,
    m: number,
    n: number,
    low: number,
    high: number,
    counts: number,
    weights: number,
    cells: number,
    listed: number,
  ): number;
  listFlagged(cells: number, n: number, flags: number, listed: number): number;
  fillNormal(
    out: number,
    n: number,
    position: number,
    c1: number,
    c2: number,
    c3: number,
    k0: number,
    k1: number,
    scratch: number,
  ): void;
  sumWaves(
    n: number,
    rows: number,
    waves: number,
    stride: number,
    cos: number,
    sin: number,
    real: number,
    imaginary: number,
    out: number,
  ): void;
  scan32(
    m: number,
    n: number,
    low: number,
    high: number,
    counts: number,
    groups: number,
    result: number,
  ): void;
  scan64(
    m: number,
    n: number,
    low: number,
    high: number,
    shift: number,
    counts: number,
    sums: number,
    result: number,
  ): void;
}

const PAGE = 65536;
const MOST_PAGES = 65536;

const compiled = new Map<string, WebAssembly.Module>();

/** Whether this engine runs WebAssembly with 128-bit SIMD. */
export function hasSimd(): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(decode(localModule));
}

const spare: WebAssembly.Memory[] = [];
const MOST_SPARE = 8;

/** A memory of at least `bytes` bytes: one that was given back, if it is not four times too large, or a new one. */
export function takeMemory(bytes: number): WebAssembly.Memory {
  const fitting = spare.findIndex(
    ({ buffer }) => buffer.byteLength >= bytes && buffer.byteLength <= Math.max(4 * bytes, 16 * PAGE),
  );
  return fitting >= 0 ? spare.splice(fitting, 1)[0] : newMemory(bytes, false);
}

/** Keeps a memory for the next {@link takeMemory}: an engine collects them late, and each reserves gigabytes of addresses. */
export function giveBackMemory(memory: WebAssembly.Memory): void {
  spare.push(memory);
  if (spare.length > MOST_SPARE) spare.shift();
}

/**
 * A memory of `bytes` bytes, which never grows.
 * @throws SoftdiceError for more than WebAssembly can address
 */
export function newMemory(bytes: number, shared: boolean): WebAssembly.Memory {
  if (bytes > MOST_PAGES * PAGE) {
    throw new SoftdiceError({
      subject: "marginal",
      problem: `needs ${(bytes / 2 ** 30).toFixed(1)} GiB of memory in one piece`,
      expected: "at most 4 GiB, about 300 million voxels",
      remedy: "crop it to what has a marginal above 0",
    });
  }
  const pages = Math.max(1, Math.ceil(bytes / PAGE)); // modules ask for one at least
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
}

const instances = new WeakMap<WebAssembly.Memory, Exports>();

/** The kernels on a memory. */
export function instantiate(memory: WebAssembly.Memory): Exports {
  const known = instances.get(memory);
  if (known !== undefined) return known;
  const isShared = !(memory.buffer instanceof ArrayBuffer);
  const module = compileModule(isShared ? sharedModule : localModule);
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
  instances.set(memory, exports);
  return exports;
}

/** The module whose bytes are `base64`, compiled once. */
export function compileModule(base64: string): WebAssembly.Module {
  const module = compiled.get(base64) ?? new WebAssembly.Module(decode(base64));
  compiled.set(base64, module);
  return module;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
