/* One module with all kernels; ../wasm wraps it. */
export { step, measure } from "./descent";
export { fillNormal } from "./normal";
export { scan32, scan64 } from "./scan";
