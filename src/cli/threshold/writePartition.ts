import type { DiceOptimum } from "../../core/optimum.ts";
import type { ClassMap } from "../../evaluation/partition/groups.ts";
import { isPartitionOfUnity, partitionOfSoftmax } from "../../evaluation/partition/ofMaps.ts";
import type { Partition } from "../../evaluation/partition/partition.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import { voxelVolumeMl } from "../../image/grid.ts";
import { forEachMarked } from "../../image/words.ts";
import { diceOptimum } from "../../kernels/optimum.ts";
import { generalisedDiceOptimum } from "../../losses/generalisedDice.ts";
import { deflateMask } from "../deflate.ts";
import type { MapCase } from "./mapCases.ts";

/** What a label map of a softmax map maximises: the mean Dice of its structures, or generalised Dice of all classes. */
export type PartitionCriterion = "mean-class" | "generalised";

/** The best consistent label map of a case, in numbers. */
export interface PartitionSummary {
  readonly case: string;
  readonly criterion: PartitionCriterion;
  readonly dice: number;
  /** No label map exceeds this; `gap` is what may be missing, 0 where the label map is a best one. */
  readonly upperBound: number;
  readonly gap: number;
  readonly classes: readonly {
    readonly label: number;
    readonly name: string;
    readonly voxels: number;
    readonly volumeMl: number;
  }[];
}

/**
 * Writes `partition.nii.gz`, the best label map that gives no voxel to two classes; undefined for a map of fewer than two
 * structures, and for channels that do not add up to 1.
 *
 * @param known optima of maps
 */
export async function writePartition(
  { name, classes, grid }: MapCase,
  known: ReadonlyMap<ClassMap, DiceOptimum>,
  criterion: PartitionCriterion,
  write: (name: string, data: Uint8Array) => void,
): Promise<PartitionSummary | undefined> {
  const maps = classes.map(({ map }) => map);
  if (maps.length < 3 || !isPartitionOfUnity(maps)) return undefined;
  const found = criterion === "mean-class" ? meanClass(maps, known) : generalised(maps);
  write("partition.nii.gz", await encodeNiftiGz({ name, grid, data: found.labels }, deflateMask));
  const voxels = countLabels(found.labels, maps.length);
  const { dice, upperBound, gap } = found;
  return {
    case: name,
    criterion,
    dice,
    upperBound,
    gap,
    classes: classes.slice(1).map((one, n) => ({
      label: n + 1,
      name: one.name,
      voxels: voxels[n + 1],
      volumeMl: voxels[n + 1] * voxelVolumeMl(grid),
    })),
  };
}

function meanClass(maps: readonly ClassMap[], known: ReadonlyMap<ClassMap, DiceOptimum>): Partition {
  const optima = maps.slice(1).map((map) => known.get(map) ?? diceOptimum(map));
  return partitionOfSoftmax(maps, optima);
}

function generalised(maps: readonly ClassMap[]): Partition {
  const { sup, labels } = generalisedDiceOptimum(maps);
  return { labels, dice: sup, upperBound: sup, gap: 0 };
}

/** Voxels of each label but the background. */
function countLabels(labels: Uint8Array, classes: number): Float64Array {
  const voxels = new Float64Array(classes);
  forEachMarked(labels, (i) => {
    voxels[labels[i]] += 1;
  });
  return voxels;
}
