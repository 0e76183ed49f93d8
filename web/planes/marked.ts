import type { Analysis } from "../work/study/analysis.ts";

/** Observers, by their place in `analysis.observers`, who marked voxels of a class. */
export function markedBy({ observers }: Pick<Analysis, "observers">, voxelClass: number): number[] {
  return observers.flatMap(({ taken }, n) => (taken[voxelClass] === 1 ? [n] : []));
}

/** The class of a voxel; 0 outside the box. */
export function classAt(
  { box, classes }: Pick<Analysis, "box" | "classes">,
  voxel: readonly [number, number, number],
): number {
  const at = ([0, 1, 2] as const).map((axis) => voxel[axis] - box.start[axis]);
  const size = ([0, 1, 2] as const).map((axis) => box.end[axis] - box.start[axis]);
  if (!at.every((index, axis) => index >= 0 && index < size[axis])) return 0;
  return classes[at[0] + size[0] * (at[1] + size[1] * at[2])];
}

/** Names that are said one by one; of more, their number is. */
const MOST_NAMED = 3;

/**
 * Who marked a voxel, in words that fit beside it: `nobody`, `all 5`, `4 of 5`, with the fewer of both sides by name:
 * `4 of 5: all but User4`, `1 of 5: User2`.
 */
export function markedInWords(names: readonly string[], marked: readonly number[]): string {
  const all = names.length;
  if (marked.length === 0) return "nobody";
  if (marked.length === all) return all === 1 ? names[0] : `all ${all}`;
  const count = `${marked.length} of ${all}`;
  const others = [...names.keys()].filter((n) => !marked.includes(n));
  if (others.length <= MOST_NAMED && others.length < marked.length)
    return `${count}: all but ${list(others.map((n) => names[n]))}`;
  return marked.length <= MOST_NAMED ? `${count}: ${list(marked.map((n) => names[n]))}` : count;
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
