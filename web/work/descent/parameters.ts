/** What a marginal of the Explore view is made from. */
export interface MarginalParameters {
  readonly source: "synthetic" | "sharp" | "constant" | "study";
  readonly rho: number;
  readonly preset: "table1" | "literal";
  readonly seed: number;
  readonly sample: number;
  /** Expected volume ‖m‖₁ of the sharp cases of Theorem 2. */
  readonly v: number;
}

/** What a descent of the app is computed from. */
export interface DescentParameters extends MarginalParameters {
  /** Name of the loss, with its parameters. */
  readonly loss: string;
  readonly start: "random" | "zero" | "empty" | "full" | "marginal";
  readonly rate: number;
  readonly iterations: number;
}
