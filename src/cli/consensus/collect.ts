import { SoftdiceError } from "../../core/errors.ts";
import type { Volume } from "../../formats/volume.ts";
import { describeGridDifference } from "../../image/compare.ts";
import { type Grid, voxelCount } from "../../image/grid.ts";
import { binaryMask } from "../../image/mask.ts";
import { type Interpolation, resample } from "../../image/resample.ts";
import { VoteMap } from "../../raters/voteMap.ts";

/** The observers of one structure, as far as they were found. */
export interface Observed {
  /** The structure's name; empty where nothing names it. */
  readonly structure: string;
  readonly grid: Grid;
  readonly map: VoteMap;
  readonly names: string[];
}

/** Who drew what: one observer's mask of one structure. */
export interface Delineation {
  readonly structure: string;
  readonly observer: string;
  readonly volume: Volume;
  /** The label that is meant, where the volume is a label map. */
  readonly label?: number | undefined;
}

/**
 * Sorts masks by structure (in any case) into vote maps, one mask at a time, so that no mask is kept. What cannot be used
 * makes an error of that structure, and the others go on.
 */
export class Collection {
  readonly structures: Map<string, Observed> = new Map<string, Observed>();
  readonly failures: { readonly structure: string; readonly error: SoftdiceError }[] = [];
  /** What was unusual or left out, a line each, with the structure that it is about unless that is all of them. */
  readonly remarks: { readonly structure?: string; readonly text: string }[] = [];
  /** The names and labels that there were, wanted or not. */
  readonly met: {
    readonly structures: Set<string>;
    readonly observers: Set<string>;
    readonly labels: Set<number>;
  } = {
    structures: new Set<string>(),
    observers: new Set<string>(),
    labels: new Set<number>(),
  };
  readonly #interpolation: Interpolation | undefined;

  /** @param interpolation how masks on another grid are brought to the first one's; left out, they are refused */
  constructor(interpolation: Interpolation | undefined) {
    this.#interpolation = interpolation;
  }

  /** Whether an observer's mask of a structure is there already. */
  has(structure: string, observer: string): boolean {
    return this.structures.get(structure.toLowerCase())?.names.includes(observer) === true;
  }

  /** The remarks on one structure, and on all of them. */
  remarksOn(structure: string): string[] {
    const remarks = this.remarks.filter(
      (remark) => (remark.structure ?? structure).toLowerCase() === structure.toLowerCase(),
    );
    return [...new Set(remarks.map(({ text }) => text))];
  }

  /** Gives a structure up; the first reason counts. */
  fail(structure: string, error: SoftdiceError): void {
    const key = structure.toLowerCase();
    this.structures.delete(key);
    if (this.#hasFailed(key)) return;
    this.failures.push({ structure, error });
  }

  /** Takes one mask in. */
  add({ structure, observer, volume, label }: Delineation): void {
    const key = structure.toLowerCase();
    if (this.#hasFailed(key)) return;
    try {
      const mask = { ...volume, data: binaryMask(volume, label) };
      const observed = this.structures.get(key) ?? {
        structure,
        grid: volume.grid,
        map: new VoteMap(voxelCount(volume.grid)),
        names: [],
      };
      observed.map.add(this.#onGrid(observed, mask).data, observer);
      observed.names.push(unused(observer, observed.names));
      this.structures.set(key, observed);
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      this.fail(structure, error);
    }
  }

  #hasFailed(key: string): boolean {
    return this.failures.some(({ structure }) => structure.toLowerCase() === key);
  }

  #onGrid({ structure, grid, names }: Observed, mask: Volume<Uint8Array>): Volume<Uint8Array> {
    const difference = describeGridDifference(mask.grid, grid);
    if (difference === undefined) return mask;
    if (this.#interpolation === undefined) {
      throw new SoftdiceError({
        subject: mask.name,
        problem: `lies on another grid than ${names[0]}: ${difference}`,
        expected: "one grid for all observers of a structure",
        remedy: "say how it is brought to the first one's with --resample nearest or --resample linear",
      });
    }
    this.remarks.push({
      structure,
      text: `${mask.name}: resampled (${this.#interpolation}) onto the grid of ${names[0]}: ${difference}`,
    });
    const moved = resample(mask, grid, this.#interpolation);
    const data = Uint8Array.from(moved.data, (value) => Number(value >= 0.5));
    return { ...mask, grid, data };
  }
}

/** The name, or with " (2)", " (3)", … where others have taken it. */
function unused(name: string, taken: readonly string[]): string {
  let candidate = name;
  for (let n = 2; taken.includes(candidate); n++) candidate = `${name} (${n})`;
  return candidate;
}
