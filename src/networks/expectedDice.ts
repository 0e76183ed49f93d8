import { chordSearch, type VolumeSample } from "../losses/chordSearch.ts";
import { CORE, RIM, type RimCase } from "./rimCases.ts";

/** Chance of each volume: value V is that of marking V pixels of the rim. */
export type VolumeChances = Float64Array;

/**
 * The mean over observers of their Dice with a segmentation, exactly, for parts of b_1, b_2, … pixels that are marked
 * independently with probability p. With x = |s| and A the core's pixels,
 *
 *     E[2 |s ∩ L| / (x + |L|)] = Σ_regions |s ∩ region| g_region(x),
 *     g_core(x) = 2 Σ_V P(V) / (x + A + V),   g_j(x) = 2 p Σ_V P_−j(V) / (x + A + b_j + V),
 *
 * where P is the distribution of the rim's marked pixels and P_−j that of the other parts'.
 */
export class ExpectedDice {
  readonly #core: number;
  readonly #parts: readonly number[];
  readonly #p: number;
  readonly #chances: VolumeChances;
  readonly #others: readonly VolumeChances[];

  constructor({ counts }: RimCase, p: number) {
    this.#core = counts[CORE];
    this.#parts = counts.slice(RIM);
    this.#p = p;
    this.#chances = volumeChances(this.#parts, p);
    this.#others = this.#parts.map((_, j) => volumeChances(this.#parts.toSpliced(j, 1), p));
  }

  /** The mean Dice of a segmentation of `size` pixels, of which `counts` lie in each region. */
  of(counts: readonly number[], size: number): number {
    if (size === 0) return 0;
    const worth = this.#worthAt(size);
    return worth.reduce((sum, each, k) => sum + each * counts[CORE + k], 0);
  }

  /**
   * The largest mean Dice of any segmentation, and the pixels that it takes of each region: the best fill of each size, the
   * best size by `chordSearch`.
   */
  optimum(): { readonly meanDice: number; readonly counts: readonly number[] } {
    const all = [this.#core, ...this.#parts].reduce((a, b) => a + b, 0);
    const { x } = chordSearch((size) => this.#fill(size), 0, all).best;
    const [below, above] = [Math.floor(x), Math.ceil(x)].map((size) => this.#fill(size));
    const { value, taken } = below.value <= above.value ? below : above;
    return { meanDice: 1 - value, counts: [0, ...taken] };
  }

  /** The best segmentation of x pixels: regions in the order of g. */
  #fill(x: number): VolumeSample & { readonly taken: readonly number[] } {
    const voxels = [this.#core, ...this.#parts];
    const worth = this.#worthAt(x);
    const order = voxels.map((_, k) => k).sort((a, b) => worth[b] - worth[a]);
    const taken = voxels.map(() => 0);
    let left = x;
    let dice = 0;
    let last = worth[order[0]];
    for (const k of order) {
      taken[k] = Math.min(left, voxels[k]);
      left -= taken[k];
      dice += taken[k] * worth[k];
      if (taken[k] > 0) last = worth[k];
    }
    const next = order.find((k) => taken[k] < voxels[k]);
    return { x, value: 1 - dice, next: next === undefined ? 0 : worth[next], last, taken };
  }

  /** g of the core and of each part. */
  #worthAt(x: number): readonly number[] {
    return [
      2 * meanReciprocal(this.#chances, x + this.#core),
      ...this.#others.map(
        (chances, j) => 2 * this.#p * meanReciprocal(chances, x + this.#core + this.#parts[j]),
      ),
    ];
  }
}

/** Σ_V P(V) / (offset + V). */
function meanReciprocal(chances: VolumeChances, offset: number): number {
  let sum = 0;
  for (let v = 0; v < chances.length; v++) if (chances[v] > 0) sum += chances[v] / (offset + v);
  return sum;
}

/** The distribution of the sum of parts that are each in with probability p. */
export function volumeChances(parts: readonly number[], p: number): VolumeChances {
  const chances = new Float64Array(1 + parts.reduce((a, b) => a + b, 0));
  chances[0] = 1;
  let reach = 0;
  for (const part of parts) {
    reach += part;
    if (part === 0) continue;
    for (let v = reach; v >= 0; v--) {
      chances[v] = (1 - p) * chances[v] + (v >= part ? p * chances[v - part] : 0);
    }
  }
  return chances;
}
