/** What the paper leaves open in experiment (S); lengths are fractions of the image's side. */
export interface Preset {
  /** Pixels along each side. */
  readonly size: number;
  /** Radius of the ball. */
  readonly radius: number;
  /** Standard deviation of the Gaussian that smooths the noise of the deformation. */
  readonly correlation: number;
  /** Standard deviation over the pixels of each of the deformation's two fields. */
  readonly displacement: number;
}

/**
 * `table1` reproduces the paper's Table 1: the ball's radius 0.2 is read in coordinates −1 … 1, and the field's
 * parameters, which the paper does not give, were fitted to the table. `literal` reads the radius as 0.2 of the side;
 * its row ρ = 0.01 then misses the table (docs/theory.md).
 */
export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  table1: { size: 200, radius: 0.1, correlation: 0.1, displacement: 0.1 },
  literal: { size: 200, radius: 0.2, correlation: 0.1, displacement: 0.1 },
};

/** Whose constants the marginals of experiment (S) are made with. */
export type PresetName = "table1" | "literal";

/** The paper's noise levels. */
export const PAPER_RHOS: readonly number[] = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09];
