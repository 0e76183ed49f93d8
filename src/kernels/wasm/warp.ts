import type { Warp } from "../contract.ts";
import { instantiate, newMemory } from "./instance.ts";
import { warpModule } from "./warp.generated.ts";

/** What ../assembly/warp.ts exports; arguments are documented there. Pointers are in bytes. */
interface Exports {
  warp(
    image: number,
    n: number,
    left: number,
    right: number,
    top: number,
    bottom: number,
    dx: number,
    dy: number,
    out: number,
  ): void;
}

/** A rectangle of pixels, without its ends. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** {@link Warp} in the memory of a WebAssembly module: image with its border, displacements, result. */
export class WasmWarp implements Warp {
  readonly dx: Float64Array;
  readonly dy: Float64Array;
  readonly #n: number;
  readonly #image: Float64Array;
  readonly #out: Float32Array;
  readonly #run: Exports;
  #loaded: Float64Array | undefined;
  #box: Box = { left: 0, right: 0, top: 0, bottom: 0 };

  constructor(n: number) {
    const image = 2 * Math.ceil((n + 2) ** 2 / 2);
    const field = 2 * Math.ceil((n * n + 1) / 2);
    const memory = newMemory(8 * (image + 2 * field) + 4 * n * n, false);
    const at = (start: number, length: number): Float64Array =>
      new Float64Array(memory.buffer, 8 * start, length);
    this.#n = n;
    this.#image = at(0, (n + 2) ** 2);
    this.dx = at(image, n * n);
    this.dy = at(image + field, n * n);
    this.#out = new Float32Array(memory.buffer, 8 * (image + 2 * field), n * n);
    this.#run = instantiate(warpModule, memory) as unknown as Exports;
  }

  run(image: Float64Array, out: Float32Array): void {
    if (image !== this.#loaded) this.#load(image);
    const { left, right, top, bottom } = this.#box;
    const [imageAt, dx, dy, outAt] = [this.#image, this.dx, this.dy, this.#out].map((a) => a.byteOffset);
    this.#run.warp(imageAt, this.#n, left, right, top, bottom, dx, dy, outAt);
    out.set(this.#out);
  }

  #load(image: Float64Array): void {
    const n = this.#n;
    const [rows, columns]: [number[], number[]] = [[], []];
    for (let y = 0; y < n; y++) {
      const row = image.subarray(y * n, (y + 1) * n);
      this.#image.set(row, (y + 1) * (n + 2) + 1);
      const first = row.findIndex((value) => value !== 0);
      if (first < 0) continue;
      rows.push(y);
      columns.push(
        first,
        row.findLastIndex((value) => value !== 0),
      );
    }
    this.#loaded = image;
    this.#box =
      rows.length === 0
        ? { left: 0, right: 0, top: 0, bottom: 0 }
        : {
            left: Math.min(...columns),
            right: Math.max(...columns) + 1,
            top: rows[0],
            bottom: rows[rows.length - 1] + 1,
          };
  }
}
