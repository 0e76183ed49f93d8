import { SoftdiceError } from "../../core/errors.ts";

const PAGE = 65536;
const MOST_PAGES = 65536;

const compiled = new Map<string, WebAssembly.Module>();

/** Whether this engine runs a module, given as base64: whether it has WebAssembly with 128-bit SIMD. */
export function hasSimd(module: string): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(decode(module));
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

const instances = new WeakMap<WebAssembly.Memory, Map<string, WebAssembly.Exports>>();

/** What a module, given as base64, exports on a memory; made once for both. */
export function instantiate(module: string, memory: WebAssembly.Memory): WebAssembly.Exports {
  const known = instances.get(memory) ?? new Map<string, WebAssembly.Exports>();
  instances.set(memory, known);
  const exports =
    known.get(module) ?? new WebAssembly.Instance(compileModule(module), { env: { memory } }).exports;
  known.set(module, exports);
  return exports;
}

/** The module whose bytes are `base64`, compiled once. */
function compileModule(base64: string): WebAssembly.Module {
  const module = compiled.get(base64) ?? new WebAssembly.Module(decode(base64));
  compiled.set(base64, module);
  return module;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
