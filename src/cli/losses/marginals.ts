import type { Grid } from "../../image/grid.ts";
import { mapQuality, mapWarnings } from "../../core/mapQuality.ts";
import { stat } from "node:fs/promises";
import { meanVotes } from "../../raters/marginal.ts";
import { votePatterns } from "../../raters/patterns.ts";
import type { ComparedObservers } from "../../losses/comparison.ts";
import { gather, type GatherOptions } from "../consensus/gather.ts";
import { strayName } from "../consensus/wanted.ts";
import { hasImageName } from "../images.ts";
import { readProbabilityMaps } from "../probabilityMaps.ts";

/** A marginal that losses are compared on: a map, or the mean of observers' masks. */
export interface NamedMarginal {
  readonly name: string;
  readonly grid: Grid;
  /** N values in [0, 1]. */
  readonly m: Float32Array | Float64Array;
  readonly observers?: ComparedObservers & {
    readonly names: readonly string[];
    /** The pattern of voxel i. */
    readonly patternAt: (i: number) => number;
  };
  readonly warnings: readonly string[];
}

export interface MarginalOptions extends GatherOptions {
  /** Classes wanted of a map of several. */
  readonly classes?: readonly number[] | undefined;
}

/**
 * The marginals of the inputs: one image file is a probability map, everything else masks of several observers.
 *
 * @param out folder of the results, where earlier ones may be
 * @returns the marginals, and the structures that could not be used
 */
export async function readMarginals(
  inputs: readonly string[],
  options: MarginalOptions,
  out: string,
): Promise<{
  readonly marginals: readonly NamedMarginal[];
  readonly failures: readonly { readonly what: string; readonly reason: string }[];
}> {
  const [only] = inputs;
  const isMap = inputs.length === 1 && hasImageName(only) && !(await isFolder(only));
  return isMap
    ? { marginals: await ofMaps(only, options, out), failures: [] }
    : ofObservers(inputs, options, out);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

async function ofMaps(input: string, { classes }: MarginalOptions, out: string): Promise<NamedMarginal[]> {
  const { maps, remarks } = await readProbabilityMaps(input, classes, "--classes", out);
  return maps.map(({ volume, warnings }) => ({
    name: volume.name,
    grid: volume.grid,
    m: volume.data,
    warnings: [...remarks, ...warnings, ...mapWarnings(mapQuality(volume.data))],
  }));
}

async function ofObservers(
  inputs: readonly string[],
  options: MarginalOptions,
  out: string,
): ReturnType<typeof readMarginals> {
  const gathered = await gather(
    inputs.map((path) => ({ path })),
    options,
    out,
  );
  const stray = strayName(gathered.met, options);
  if (stray !== undefined) throw stray;
  const marginals = Array.from(
    gathered.structures.values(),
    ({ structure, grid, map, names }): NamedMarginal => {
      const votes = votePatterns(map);
      const marginals = meanVotes(votes);
      return {
        name: structure === "" ? "observers" : structure,
        grid,
        m: map.expand(votes.patterns, marginals, new Float64Array(map.voxels)),
        observers: { ...votes, marginals, names, patternAt: (i) => map.at(i) },
        warnings: gathered.remarksOn(structure),
      };
    },
  );
  const failures = gathered.failures.map(({ structure, error }) => ({
    what: structure,
    reason: error.message,
  }));
  return { marginals, failures };
}
