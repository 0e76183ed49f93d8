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
  measure(
    f: number,
    m: number,
    n: number,
    sums: number,
    first: number,
    last: number,
    threshold: number,
  ): void;
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
  scan32(m: number, n: number, low: number, high: number, counts: number, result: number): void;
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

export const PAGE = 65536;

const compiled = new Map<string, WebAssembly.Module>();

/** Whether this engine runs WebAssembly with 128-bit SIMD. */
export function hasSimd(): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(decode(localModule));
}

/** A memory of `bytes` bytes, which never grows. */
export function newMemory(bytes: number, shared: boolean): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
}

/** The kernels on a memory. */
export function instantiate(memory: WebAssembly.Memory): Exports {
  const isShared = !(memory.buffer instanceof ArrayBuffer);
  const source = isShared ? sharedModule : localModule;
  let module = compiled.get(source);
  if (module === undefined) {
    module = new WebAssembly.Module(decode(source));
    compiled.set(source, module);
  }
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
