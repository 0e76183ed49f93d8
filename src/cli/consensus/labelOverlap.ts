import { describeGridDifference } from "../../image/compare.ts";
import type { Grid } from "../../image/grid.ts";

/**
 * Where Dice-optimal masks of labels overlap: with thresholds below one half one voxel may be in two of them, although
 * every observer gave it one label.
 */
export class LabelOverlap {
  readonly #names: string[] = [];
  #grid: Grid | undefined;
  #counts = new Uint8Array(0);

  /** Takes one label's mask: values 0 and 1 on its grid. */
  add(name: string, grid: Grid, mask: Uint8Array): void {
    this.#grid ??= grid;
    if (describeGridDifference(grid, this.#grid) !== undefined) return;
    if (this.#counts.length === 0) this.#counts = new Uint8Array(mask.length);
    this.#names.push(name);
    for (let i = 0; i < mask.length; i++) if (mask[i] !== 0 && this.#counts[i] < 2) this.#counts[i] += 1;
  }

  /** A sentence where masks overlap. */
  warnings(): string[] {
    const shared = this.#counts.reduce((sum, count) => sum + Number(count > 1), 0);
    if (shared === 0) return [];
    return [
      `The Dice-optimal masks of ${this.#names.join(", ")} overlap in ${shared} voxels, which belong to more than one label there.`,
    ];
  }
}
