import { consensus } from "softdice";
import { encodeNifti } from "softdice/formats";
import { openPatient } from "softdice/study";

const grid = {
  shape: [4, 1, 1],
  spacingMm: [1, 1, 1],
  directions: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  originMm: [0, 0, 0],
};
const nifti = (...values) => encodeNifti({ name: "mask", grid, data: Uint8Array.from(values) });
const { structures } = await openPatient([
  { path: "anna.nii", data: nifti(0, 1, 1, 0) },
  { path: "ben.nii", data: nifti(0, 1, 1, 1) },
]);
const { raters, names, grid: common } = structures[0].observe();
const { masks } = consensus(raters, { names, grid: common });

console.log(JSON.stringify({ names, optimal: [...masks.diceOptimal] }));
