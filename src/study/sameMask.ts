import { coincide } from "../image/place.ts";
import { maskOnGrid, type PlacedPart } from "../image/part.ts";

/** Whether two masks mark the same voxels of one lattice. */
export function sameMask(a: PlacedPart, b: PlacedPart): boolean {
  if (!coincide(b.grid, a.grid)) return false;
  const moved = maskOnGrid(b, a.grid, "nearest");
  const marked = ({ data }: PlacedPart): number => data.reduce((sum, value) => sum + value, 0);
  return (
    marked(moved) === marked(b) &&
    moved.data.length === a.data.length &&
    moved.data.every((value, i) => value === a.data[i]) &&
    moved.box.start.every((value, axis) => value === a.box.start[axis] || a.data.length === 0)
  );
}
