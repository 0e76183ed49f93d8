import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import type { Grid } from "../../src/image/grid.ts";
import { writeImage } from "./files.ts";

/** An .npz with one float32 array (class, z, y, x), as nnU-Net saves probabilities. */
export function npzOf(
  name: string,
  classes: readonly Float32Array[],
  { shape }: Pick<Grid, "shape">,
): Uint8Array {
  const size = [classes.length, ...shape.toReversed()].join(", ");
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${size}), }`;
  const header = `${dictionary.padEnd(128 - 11)}\n`;
  const bytes = new Uint8Array(128 + 4 * classes.length * classes[0].length);
  bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, 118, 0]);
  bytes.set(new TextEncoder().encode(header), 10);
  classes.forEach((map, c) =>
    bytes.set(new Uint8Array(map.buffer, map.byteOffset, map.byteLength), 128 + 4 * c * map.length),
  );
  return zipSync({ [`${name}.npy`]: bytes }, { level: 1 });
}

/** Writes a case as nnU-Net's predict does: probabilities, label map, and a pickle that must not be read. */
export function writeNnunetCase(
  folder: string,
  name: string,
  {
    classes,
    labels,
    grid,
    version = 2,
  }: {
    readonly classes: readonly Float32Array[];
    readonly labels: Uint8Array;
    readonly grid: Grid;
    readonly version?: 1 | 2;
  },
): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${name}.npz`),
    npzOf(version === 2 ? "probabilities" : "softmax", classes, grid),
  );
  writeImage(join(folder, `${name}.nii.gz`), labels, grid.shape, grid);
  writeFileSync(join(folder, `${name}.pkl`), "cos\nsystem\n(S'false'\ntR.");
}
