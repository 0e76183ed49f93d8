import { checkArray, checkProbabilities, checkSameLength, type Numbers } from "../core/check.ts";
import { sum } from "../core/dice.ts";
import { SoftdiceError } from "../core/errors.ts";

/** How far the probabilities of a voxel may miss 1: maps are stored in float16 and in bytes. */
const PARTITION_TOLERANCE = 5e-3;

/**
 * Refuses class probabilities that are not lists of one length with values in [0, 1].
 *
 * @param kind "partition": they add up to 1 at every voxel; "channels": each class has a map of its own
 * @returns S_l, the sum of each
 */
export function checkClasses(
  classes: readonly Numbers[],
  kind: "partition" | "channels" = "partition",
): number[] {
  checkArray("classes", classes, "one list of probabilities a class");
  if (!(classes.length >= 2 && classes.length <= 255)) {
    throw new SoftdiceError({
      subject: "classes",
      problem: `has ${classes.length} lists`,
      expected: "2 to 255, the background among them",
      remedy: "pass one list of probabilities a class",
    });
  }
  classes.forEach((m, l) => {
    checkProbabilities(`classes[${l}]`, m);
    checkSameLength(`classes[${l}]`, m, "classes[0]", classes[0]);
  });
  if (kind === "partition") checkPartition(classes);
  return classes.map(sum);
}

function checkPartition(classes: readonly Numbers[]): void {
  for (let i = 0; i < classes[0].length; i++) {
    let total = 0;
    for (const m of classes) total += m[i];
    if (Math.abs(total - 1) <= PARTITION_TOLERANCE) continue;
    throw new SoftdiceError({
      subject: `classes[…][${i}]`,
      problem: `adds up to ${total}`,
      expected: "probabilities of classes that add up to 1 at every voxel",
      remedy: "apply the softmax, and pass the background too",
    });
  }
}
