/* One module with all kernels; ../wasm wraps it. */
export { measure, measureWeighted, step, stepWeighted } from "./descent";
export { depositBands, depositLevels, listFlagged } from "./deposit";
export { fillNormal } from "./normal";
export { scan32, scan64 } from "./scan";
export { sumWaves } from "./waves";
