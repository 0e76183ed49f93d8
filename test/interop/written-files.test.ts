import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { encodeNifti, encodeNiftiGz } from "../../src/formats/nifti/write.ts";
import { encodeNpy } from "../../src/formats/npy/write.ts";
import { encodeNrrd, encodeNrrdGz } from "../../src/formats/nrrd/write.ts";
import { readVolumes } from "../../src/formats/read.ts";
import type { Volume, VoxelArray } from "../../src/formats/volume.ts";
import { gridToAffineRas } from "../../src/image/affine.ts";
import { describeGridDifference } from "../../src/image/compare.ts";
import { gridFromSteps } from "../../src/image/grid.ts";
import type { Grid } from "../../src/image/grid.ts";

// What we write, as other programs read it. Each is skipped where its program is not installed.
const python = ["/usr/bin/python3", "python3"].find(
  (path) => spawnSync(path, ["-c", "import nibabel, numpy"]).status === 0,
);
const hasPlastimatch = spawnSync("plastimatch", ["--version"]).status === 0;
const unu = ["teem-unu", "unu"].find((name) => spawnSync(name, ["about"]).error === undefined);

const folder = mkdtempSync(join(tmpdir(), "softdice-interop-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Oblique, anisotropic, left-handed. */
const grid: Grid = gridFromSteps(
  "grid",
  [4, 3, 2],
  [
    [0.48, 0.6, 0.24],
    [-1.2, 0.96, 0],
    [0.9, 1.125, -4.6125],
  ],
  [-12.5, 20.25, 700],
);
const arrays = [
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
] as const;
const written: Volume[] = arrays.map((Type) => {
  const data: VoxelArray = Type.from(
    Array.from({ length: 24 }, (_, n) => (n * n) / (Type.name.startsWith("F") ? 4 : 1)),
  );
  if (Type.name.startsWith("I")) data[3] = -7;
  return { name: Type.name, grid, data };
});

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** What nibabel or NumPy says of a file: values with our first axis fastest. */
interface Seen {
  readonly values: number[];
  readonly type: string;
  readonly shape: number[];
  readonly sform: number[][];
  readonly sformCode: number;
  readonly qform: number[][];
  readonly qformCode: number;
  readonly unit: string;
}

const program = `
import json, sys, nibabel as nib, numpy as np
def see(path):
    if path.endswith(".npy"):
        a = np.load(path).T
        return dict(values=a.flatten(order="F").tolist(), type=str(a.dtype), shape=a.shape)
    image = nib.load(path)
    sform, sc = image.header.get_sform(coded=True)
    qform, qc = image.header.get_qform(coded=True)
    return dict(values=image.get_fdata().flatten(order="F").tolist(), type=str(image.get_data_dtype()),
                shape=image.shape, unit=image.header.get_xyzt_units()[0],
                sform=sform.tolist(), sformCode=int(sc), qform=qform.tolist(), qformCode=int(qc))
print(json.dumps([see(path) for path in sys.argv[1:]]))
`;

describe.skipIf(python === undefined)("nibabel and NumPy (skipped where Python does not have them)", () => {
  async function seen(
    ending: string,
    encode: (volume: Volume) => Uint8Array | Promise<Uint8Array>,
  ): Promise<Seen[]> {
    const paths: string[] = [];
    for (const volume of written) paths.push(file(`${volume.name}${ending}`, await encode(volume)));
    return JSON.parse(execFileSync(python!, ["-c", program, ...paths], { encoding: "utf8" })) as Seen[];
  }

  it.each<[string, (volume: Volume) => Uint8Array | Promise<Uint8Array>]>([
    [".nii", encodeNifti],
    [".nii.gz", (volume) => encodeNiftiGz(volume)],
    [".npy", encodeNpy],
  ])(
    "read our %s of every type: values, type, shape, and orientation where there is one",
    async (ending, encode) => {
      const affine = [...gridToAffineRas(grid), [0, 0, 0, 1]].flat();
      for (const [n, back] of (await seen(ending, encode)).entries()) {
        expect(back.values).toEqual(Array.from(written[n].data));
        expect(back.type).toBe(written[n].name.replace("Array", "").toLowerCase());
        expect(back.shape).toEqual([4, 3, 2]);
        if (ending === ".npy") continue;
        expect([back.sformCode, back.qformCode, back.unit]).toEqual([1, 1, "mm"]);
        for (const matrix of [back.sform, back.qform]) {
          for (const [at, number] of matrix.flat().entries()) expect(number).toBeCloseTo(affine[at], 4);
        }
      }
    },
  );
});

describe.skipIf(!hasPlastimatch)("plastimatch (skipped where it is not installed)", () => {
  // A mask, an image and a map; plastimatch has no 8-bit signed and no double images.
  const known = written.filter(({ name }) => /^(Uint8|Int16|Float32)/.test(name));

  it.each(known)("reads our NIfTI and NRRD of $name with the same geometry and values", async (volume) => {
    for (const [name, bytes] of [
      [`${volume.name}-p.nii.gz`, await encodeNiftiGz(volume)],
      [`${volume.name}-p.nrrd`, encodeNrrd(volume)],
      [`${volume.name}-pz.nrrd`, await encodeNrrdGz(volume)],
    ] as const) {
      const target = join(folder, `${name}.mha`);
      execFileSync("plastimatch", ["convert", "--input", file(name, bytes), "--output-img", target], {
        stdio: "ignore",
      });
      const [back] = await readVolumes({ name: "back.mha", bytes: new Uint8Array(readFileSync(target)) });
      expect(Array.from(back.data)).toEqual(Array.from(volume.data));
      expect(describeGridDifference(back.grid, grid, 1e-4)).toBeUndefined();
    }
  });
});

describe.skipIf(unu === undefined)("Teem's unu (skipped where it is not installed)", () => {
  it.each(written)("reads our NRRD of $name with the same geometry and values", async (volume) => {
    for (const bytes of [encodeNrrd(volume), await encodeNrrdGz(volume)]) {
      const target = join(folder, "back.nrrd");
      const source = file(`${volume.name}.nrrd`, bytes);
      execFileSync(unu!, ["save", "-f", "nrrd", "-e", "ascii", "-i", source, "-o", target]);
      const [back] = await readVolumes({ name: "back.nrrd", bytes: new Uint8Array(readFileSync(target)) });
      expect(back.data).toEqual(volume.data);
      expect(describeGridDifference(back.grid, grid, 1e-9)).toBeUndefined();
    }
  });
});
