import { encodeNiftiGz, readVolumes } from "softdice/formats";

const grid = {
  shape: [3, 2, 1],
  spacingMm: [1, 1, 3],
  directions: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  originMm: [0, 0, 0],
};
const bytes = await encodeNiftiGz({ name: "mask", grid, data: Uint8Array.of(0, 1, 1, 0, 1, 0) });
const [mask] = await readVolumes({ name: "mask.nii.gz", bytes });

console.log(JSON.stringify({ data: [...mask.data], spacingMm: mask.grid.spacingMm }));
