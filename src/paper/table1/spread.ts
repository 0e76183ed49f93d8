import type { Spread } from "./allowance.ts";
import type { TableRow } from "./table.ts";

/**
 * How the errors of one sample of experiment (S) vary, by ρ, in the order of the table's columns: e0_1, e1_1, e0_10, ….
 * Measured on 20,000 samples a row (preset `table1`, seeds 6 and 101 to 119) by `bench/falseAlarms.ts`.
 *
 * At l = 1 they follow from the start alone: e1 is the mean of 40,000 coin throws, σ = 0.5/200, and e0 that of as many
 * distances of σ(F) from 0 or 1, F ~ N(0, 1). Later, errors are large in the few samples where the deformation leaves little
 * of the ball, which is what skews them.
 */
// prettier-ignore
const SPREADS: Readonly<Record<string, { readonly deviations: readonly number[]; readonly skewnesses: readonly number[] }>> = {
  "0.01": { deviations: [0.00103, 0.00248, 0.0564, 0.0221, 0.00259, 0.000591, 0.00014, 0.000102, 0.0000772, 0.0000597], skewnesses: [0.026, 0.041, 3.5, 5.5, 42, 25, 1.1, 1.2, 1.1, 1.2] },
  "0.02": { deviations: [0.00105, 0.00252, 0.0549, 0.022, 0.00282, 0.000945, 0.000226, 0.00018, 0.000122, 0.000101], skewnesses: [-0.013, -0.013, 3.6, 5.6, 29, 5.1, 1.1, 1.3, 1.1, 1.2] },
  "0.03": { deviations: [0.00105, 0.00251, 0.054, 0.0221, 0.00419, 0.00164, 0.000309, 0.000255, 0.000166, 0.00014], skewnesses: [0.0038, 0.0018, 3.6, 5.3, 32, 16, 1.1, 1.2, 1.1, 1.2] },
  "0.04": { deviations: [0.00104, 0.0025, 0.0523, 0.0216, 0.00323, 0.00203, 0.000414, 0.000351, 0.000222, 0.00019], skewnesses: [-0.0049, 0.0082, 3.4, 4.7, 16, 2.8, 1.1, 1.2, 1.1, 1.2] },
  "0.05": { deviations: [0.00104, 0.00252, 0.0515, 0.0221, 0.00433, 0.00277, 0.000528, 0.000453, 0.000278, 0.00024], skewnesses: [-0.016, -0.014, 3.3, 4.1, 17, 3, 1.1, 1.3, 1.1, 1.2] },
  "0.06": { deviations: [0.00103, 0.00247, 0.05, 0.0227, 0.0045, 0.00368, 0.000658, 0.000572, 0.000345, 0.000301], skewnesses: [0.0076, 0.0094, 3.1, 3.4, 5, 2, 1.1, 1.3, 1.1, 1.2] },
  "0.07": { deviations: [0.00105, 0.00251, 0.0478, 0.0231, 0.0057, 0.00483, 0.000822, 0.000721, 0.000428, 0.000375], skewnesses: [0.014, -0.012, 3, 2.9, 4, 2.1, 1.4, 1.6, 1.3, 1.5] },
  "0.08": { deviations: [0.00104, 0.00248, 0.0486, 0.0247, 0.0072, 0.00615, 0.00101, 0.000887, 0.000523, 0.000458], skewnesses: [-0.013, -0.0045, 2.6, 2.4, 3.8, 2, 1.1, 1.2, 1.1, 1.2] },
  "0.09": { deviations: [0.00104, 0.00248, 0.0474, 0.0258, 0.00879, 0.00769, 0.00124, 0.0011, 0.000642, 0.000565], skewnesses: [0.025, 0.018, 2.3, 2, 2.5, 1.9, 1.2, 1.4, 1.1, 1.3] },
};

/**
 * The spread of one figure's samples; undefined outside experiment (S) and the paper's noise levels.
 *
 * @param column of the published table, from 0
 */
export function spreadOf({ experiment, row }: TableRow, column: number): Spread | undefined {
  const spread = experiment === "S" ? SPREADS[row] : undefined;
  return spread && { deviation: spread.deviations[column], skewness: spread.skewnesses[column] };
}
