import { SoftdiceError } from "../core/errors.ts";
import type { Volume } from "../formats/volume.ts";
import { describeGridDifference } from "../image/compare.ts";
import { type Grid, voxelCount } from "../image/grid.ts";

/** Structures that do not overlap as one volume: 0, or the label of the structure that holds a voxel, from 1. */
export class LabelMap {
  readonly #names: string[] = [];
  #grid: Grid | undefined;
  #data = new Uint16Array(0);
  #failure: SoftdiceError | undefined;

  /** Why there is no map. */
  get failure(): SoftdiceError | undefined {
    return this.#failure;
  }

  /**
   * Takes a mask in; nothing after a failure.
   * @returns its label, `undefined` if it could not be taken in
   */
  add({ name, grid, data }: Volume): number | undefined {
    if (this.#failure !== undefined) return undefined;
    if (this.#grid === undefined) {
      this.#grid = grid;
      this.#data = new Uint16Array(voxelCount(grid));
    }
    const difference = describeGridDifference(grid, this.#grid);
    if (difference !== undefined) {
      return this.#fail(
        name,
        `lies on another grid than ${this.#names[0]}: ${difference}`,
        "structures of one grid",
      );
    }
    const label = this.#names.length + 1;
    const shared = new Map<number, number>();
    for (let i = 0; i < data.length; i++) {
      if (data[i] === 0) continue;
      if (data[i] !== 1) return this.#fail(name, "holds fractions", "masks of 0 and 1");
      const other = this.#data[i];
      if (other === 0) this.#data[i] = label;
      else shared.set(other, (shared.get(other) ?? 0) + 1);
    }
    this.#names.push(name);
    const [overlap] = shared;
    if (overlap === undefined) return label;
    const [other, voxels] = overlap;
    return this.#fail(
      name,
      `shares ${voxels} voxel${voxels === 1 ? "" : "s"} with ${this.#names[other - 1]}`,
      "structures that do not overlap",
    );
  }

  /** The map, in bytes where those do; `undefined` after a failure, and if nothing was taken in. */
  volume(): Volume | undefined {
    if (this.#failure !== undefined || this.#grid === undefined) return undefined;
    const data = this.#names.length < 256 ? Uint8Array.from(this.#data) : this.#data;
    return { name: "labels", grid: this.#grid, data };
  }

  #fail(subject: string, problem: string, expected: string): undefined {
    this.#failure = new SoftdiceError({
      subject,
      problem,
      expected: `${expected} in one label map`,
      remedy: "leave --labels-file out, or take the masks one by one",
    });
    this.#data = new Uint16Array(0);
    return undefined;
  }
}
