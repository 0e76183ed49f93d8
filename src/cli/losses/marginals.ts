import type { Grid } from "../../image/grid.ts";
import { mapQuality, mapWarnings } from "../../core/mapQuality.ts";
import { comparedObservers } from "../../evaluation/compareLosses.ts";
import { votePatterns } from "../../raters/patterns.ts";
import type { ComparedObservers } from "../../losses/comparison.ts";
import { SoftdiceError } from "../../core/errors.ts";
import { remarksOn } from "../../study/case.ts";
import { hasVolumeName } from "../../study/foreign.ts";
import type { Policy } from "../../study/policy.ts";
import type { Observed } from "../../study/structure.ts";
import { isFolder } from "../folders.ts";
import { namedSource, sourcesAt } from "../inputs.ts";
import { listSources } from "../../study/scan.ts";
import { imageBeside } from "../evaluate/beside.ts";
import { isFractionalSegmentation } from "../../study/maps.ts";
import { openInputs } from "../openInputs.ts";
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

/** Classes wanted of a map of several. */
interface Classes {
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
  options: Policy & Classes,
  out: string,
): Promise<{
  readonly marginals: readonly NamedMarginal[];
  readonly failures: readonly { readonly what: string; readonly reason: string }[];
}> {
  const [only] = inputs;
  const isIn = inputs.length === 1 && (await isFolder(only));
  if (isIn) await refusePredictions(only, out);
  const isMap = inputs.length === 1 && !isIn && (await isMapFile(only));
  if (!isMap && options.classes !== undefined) {
    throw new SoftdiceError({
      subject: "--classes",
      problem: "stands beside masks of observers",
      expected: "a map of several classes",
      remedy: "say which labels of masks are meant with --labels, or leave it out",
    });
  }
  if (isMap) refuseObserverOptions(options);
  return isMap
    ? { marginals: await ofMaps(only, options, out), failures: [] }
    : ofObservers(inputs, options, out);
}

/** @throws SoftdiceError for a folder of nnU-Net's predictions, maps with the mask of their name, which are nobody's masks */
async function refusePredictions(folder: string, out: string): Promise<void> {
  const { sources } = await listSources(sourcesAt([folder], out));
  for (const source of sources) {
    if (source.name.includes("/") || (await imageBeside(source)) === undefined) continue;
    throw new SoftdiceError({
      subject: source.name,
      problem: "is a map beside the mask of its name, as nnU-Net writes them",
      expected: "one map, or masks of several observers",
      remedy: "name one of the maps",
    });
  }
}

/** A map has no observers, structures or contours. @throws SoftdiceError naming an option that would change nothing */
function refuseObserverOptions(policy: Policy): void {
  const given: readonly (readonly [option: string, isGiven: boolean])[] = [
    ["--observers", policy.observers !== undefined],
    ["--structures", policy.structures !== undefined],
    ["--labels", policy.labels !== undefined],
    ["--rois", policy.rois !== undefined],
    ["--pattern", policy.pattern !== undefined],
    ["--resample", policy.resample !== undefined],
    ["--between-planes", policy.betweenPlanes !== undefined],
    ["--series", policy.series !== undefined],
  ];
  const found = given.find(([, isGiven]) => isGiven);
  if (found === undefined) return;
  throw new SoftdiceError({
    subject: found[0],
    problem: "stands beside one probability map",
    expected: "masks or contours of several observers",
    remedy: "leave it out, or name the observers' files",
  });
}

async function isMapFile(path: string): Promise<boolean> {
  return hasVolumeName(path) || isFractionalSegmentation(await namedSource(path));
}

async function ofMaps(input: string, { classes }: Classes, out: string): Promise<NamedMarginal[]> {
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
  policy: Policy,
  out: string,
): ReturnType<typeof readMarginals> {
  const opened = await openInputs(inputs, policy, out);
  const failures = opened.failures.map(({ structure, error }) => ({
    what: structure,
    reason: error.message,
  }));
  failures.push(...opened.missing.map((error) => ({ what: error.subject, reason: error.message })));
  const marginals = opened.structures.flatMap(({ name, observe }): NamedMarginal[] => {
    try {
      return [marginalOf(observe(), remarksOn(opened, name))];
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      failures.push({ what: name, reason: error.message });
      return [];
    }
  });
  return { marginals, failures };
}

function marginalOf(observed: Observed, warnings: readonly string[]): NamedMarginal {
  const { structure, grid, names } = observed;
  const map = observed.map();
  const votes = votePatterns(map);
  const compared = comparedObservers(votes);
  return {
    name: structure === "" ? "observers" : structure,
    grid,
    m: map.expand(compared.marginals, new Float64Array(map.voxels)),
    observers: {
      ...compared,
      names,
      patternAt: (i) => map.patternAt(i),
    },
    warnings,
  };
}
