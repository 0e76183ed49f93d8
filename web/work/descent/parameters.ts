/** What a descent of the app is computed from. */
export interface DescentParameters {
  readonly source: "synthetic" | "sharp" | "constant" | "study";
  readonly rho: number;
  readonly preset: "table1" | "literal";
  readonly seed: number;
  readonly sample: number;
  /** Expected volume ‖m‖₁ of the sharp cases of Theorem 2. */
  readonly v: number;
  readonly start: "random" | "zero" | "empty" | "full" | "marginal";
  readonly rate: number;
  readonly iterations: number;
}
