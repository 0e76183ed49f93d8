import type { Scene } from "../scene.ts";
import type { ReferenceCase } from "./case.ts";
import { consensusCases } from "./consensus.ts";
import { pairCases } from "./pairs.ts";
import { singleCases } from "./single.ts";

/** Every case, in the order of reading. */
export function referenceCases(scene: Scene): ReferenceCase[] {
  return [...singleCases(scene), ...pairCases(scene), ...consensusCases(scene)];
}
