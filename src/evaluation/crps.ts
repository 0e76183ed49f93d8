/**
 * The continuous ranked probability score of a predicted value v against the distribution of R observations x_k of weight
 * w_k, in their unit:
 *
 *     CRPS = ∫ (F(x) − 1{x ≥ v})² dx = Σ w_k |x_k − v| − ½ Σ Σ w_j w_k |x_j − x_k|,   Σ w = 1
 *
 * (Gneiting & Raftery, Journal of the American Statistical Association 102, 2007, eq. 21, with the roles of prediction and
 * observation exchanged). For volumes it is the CURVAS challenge's score (Riera-Marín et al., arXiv:2505.08685, 2025), here
 * of the observers' own distribution rather than of a normal one fitted to it. |x − v| for one observer; 0 only where all
 * observers and the prediction agree.
 *
 * @param observed R values
 * @param weights R values, not all 0; equal by default
 */
export function crps(
  predicted: number,
  observed: ArrayLike<number>,
  weights: ArrayLike<number> = new Float64Array(observed.length).fill(1),
): number {
  let [all, error, spread] = [0, 0, 0];
  for (let j = 0; j < observed.length; j++) {
    all += weights[j];
    error += weights[j] * Math.abs(observed[j] - predicted);
    for (let k = 0; k < j; k++) spread += weights[j] * weights[k] * Math.abs(observed[j] - observed[k]);
  }
  return error / all - spread / all / all;
}
