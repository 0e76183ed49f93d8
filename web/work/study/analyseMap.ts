import { voxelCount, voxelVolumeMl, type Grid } from "../../../src/image/grid.ts";
import { boxAround, boxShape, type Part } from "../../../src/image/part.ts";
import { diceOptimum } from "../../../src/kernels/optimum.ts";
import { focusOf } from "./analyse.ts";
import type { AnalysedMethod, Analysis } from "./analysis.ts";
import { mapClasses, THRESHOLD_STEP } from "./mapClasses.ts";
import { stepAt, thresholdSteps } from "./thresholdSteps.ts";

/** A probability map: its values where it is not 0, and whether its voxels have a size. */
export interface StoredMap {
  readonly part: Part<Float32Array | Float64Array>;
  readonly hasGeometry: boolean;
}

/** The optimum of a probability map of any size beside its threshold of 1/2. */
export function analyseMap(structure: string, { part, hasGeometry }: StoredMap, grid: Grid): Analysis {
  const isEmpty = part.data.length === 0;
  const box = boxAround([part.box]);
  const data = isEmpty ? new Float32Array(1) : part.data;
  const inside = diceOptimum(data);
  const all = voxelCount(grid);
  // Background adds nothing but voxels: t and the smallest optimum are those of the part.
  const optimum = {
    ...inside,
    l1: (inside.l1 * data.length) / all,
    maxVoxels: inside.supDice > 0 ? inside.maxVoxels : all,
  };
  const shape = boxShape(box);
  const zeros = all - shape[0] * shape[1] * shape[2];
  const { of, mean, largest, counts, isExact } = mapClasses(data, zeros, optimum.threshold);
  const steps = thresholdSteps(largest, counts, mean);
  const expected = optimum.l1 * all;
  const voxelMl = hasGeometry ? voxelVolumeMl(grid) : Number.NaN;
  const method = (name: AnalysedMethod["name"], isIn: (m: number) => boolean): AnalysedMethod => {
    const taken = Uint8Array.from(largest, (m) => Number(isIn(m)));
    const voxels = taken.reduce((sum, on, p) => sum + on * counts[p], 0);
    const below = largest.findLast((m) => !isIn(m)) ?? 0;
    return {
      name,
      voxels,
      volumeMl: voxels * voxelMl,
      volumeBias: expected > 0 ? voxels / expected : Number.NaN,
      marginalDice: voxels > 0 ? stepAt(steps, below).dice : 0,
      meanRaterDice: Number.NaN,
      taken,
    };
  };
  return {
    structure,
    kind: "map",
    grid,
    box,
    hasGeometry,
    focus: focusOf(box, of, mean),
    classes: of,
    marginal: mean,
    largest,
    thresholdStep: isExact ? 0 : THRESHOLD_STEP,
    counts,
    optimum,
    observers: [],
    methods: [method("diceOptimal", (m) => m > optimum.threshold), method("half", (m) => m >= 0.5)],
    stapleProbability: undefined,
    agreement: undefined,
  };
}
