/* One module with all that moves voxels; ../wasm/voxels.ts and ../wasm/depositableVoxels.ts wrap it. */
export { measure, measureWeighted, step, stepWeighted } from "./descent";
export { depositBands, depositLevels, listFlagged } from "./deposit";
export { fillNormal } from "./normal";
