import { SoftdiceError } from "../../core/errors.ts";
import type { Volume } from "../../image/volume.ts";
import type { VolumeFormat } from "../format.ts";
import { requireVolumes } from "../data.ts";
import { stemOf } from "../frames.ts";
import { malformed } from "../malformed.ts";
import type { NamedBytes } from "../volume.ts";
import { walkArchive } from "../zip/walk.ts";
import { parseNpyHeader } from "./header.ts";
import { readArray, warnOfNoGeometry } from "./read.ts";

const endings = [".npz"];

/**
 * A zip of NumPy arrays (.npz), each read as .npy is; a single one takes the file's name, several add their own:
 * "case/probabilities". nnU-Net saves the probabilities of its classes this way, as one array (class, z, y, x) under
 * "probabilities" (version 2) or "softmax" (version 1), classes adding up to 1 in each voxel: volume "case[c]" is then the
 * probability of class c against all the others, and "case[0]" that of the background. Arrays of fewer than two axes, or
 * of text and the like, are passed over with a remark.
 */
export const npz: VolumeFormat = {
  name: "NumPy archive",
  endings,
  recognises: (head) => String.fromCharCode(...head.subarray(0, 4)) === "PK\x03\x04",
  gzip: false,
  async read({ name, bytes }, context) {
    const limits = { maxDepth: 1, maxEntryBytes: context.maxBytes, maxTotalBytes: context.maxBytes };
    const arrays: NamedBytes[] = [];
    for await (const entry of walkArchive(name, bytes, limits, context)) {
      const array = { name: `${name}/${entry.path}`, bytes: await entry.read() };
      try {
        const { shape } = parseNpyHeader(array.name, array.bytes);
        if (shape.length < 2) throw malformed(array.name, "shape", `has ${shape.length} axes`, "two to four");
      } catch (error) {
        if (!(error instanceof SoftdiceError)) throw error;
        context.warn(`${error.message}; passed over`);
        continue;
      }
      arrays.push(array);
      requireVolumes(name, arrays.length, context);
    }
    if (arrays.length === 0)
      throw malformed(
        name,
        "arrays",
        "are none that hold an image",
        "an array of numbers with two to four axes",
      );
    warnOfNoGeometry(name, context);
    const stem = stemOf(name, endings);
    const volumes: Volume[] = [];
    for (const array of arrays) {
      const label = arrays.length === 1 ? stem : `${stem}/${stemOf(array.name, [".npy"])}`;
      const read = await readArray(array, label, context);
      requireVolumes(name, volumes.length + read.length, context);
      volumes.push(...read);
    }
    return volumes;
  },
};
