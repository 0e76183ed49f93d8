import type { PresetName } from "../../synthetic/presets.ts";

/**
 * What of experiment (S) was chosen by looking at the table that it is compared with: three numbers that the paper does
 * not give (docs/theory.md).
 */
export const FITTED: Readonly<Record<PresetName, string>> = {
  table1:
    "Three parameters that the paper leaves open were fitted to this table: the unit of the ball's radius, and the " +
    "smoothness and the strength of the deformation. Agreement is therefore no evidence for these three values; it " +
    "tests everything else, since three numbers cannot make all figures agree.",
  literal:
    "Two parameters that the paper leaves open, the smoothness and the strength of the deformation, are those that " +
    "were fitted to this table with another reading of the third, the unit of the ball's radius. Here the radius is " +
    "taken as a fraction of the side, which misses the table.",
};
