import type { Warp } from "../contract.ts";

/** The readable {@link Warp}. */
export class ReferenceWarp implements Warp {
  readonly dx: Float64Array;
  readonly dy: Float64Array;
  readonly #n: number;

  constructor(n: number) {
    this.#n = n;
    this.dx = new Float64Array(n * n);
    this.dy = new Float64Array(n * n);
  }

  run(image: Float64Array, out: Float32Array): void {
    const n = this.#n;
    const pixel = (x: number, y: number): number =>
      x >= 0 && x < n && y >= 0 && y < n ? image[y * n + x] : 0;
    for (let i = 0; i < out.length; i++) {
      const u = (i % n) + this.dx[i];
      const v = Math.floor(i / n) + this.dy[i];
      const left = Math.floor(u);
      const top = Math.floor(v);
      const upper = mix(pixel(left, top), pixel(left + 1, top), u - left);
      const lower = mix(pixel(left, top + 1), pixel(left + 1, top + 1), u - left);
      out[i] = mix(upper, lower, v - top);
    }
  }
}

function mix(a: number, b: number, f: number): number {
  return a * (1 - f) + b * f;
}
