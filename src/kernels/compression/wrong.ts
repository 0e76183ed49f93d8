/** Voxels whose logits disagree with the optimum. */
export interface Wrong {
  /** Those with {F ≥ 0} ≠ {M ≥ threshold}. */
  readonly wrong: number;
  /** Those whose |F| is below a tolerance. */
  readonly doubtful: number;
}

/** Counts among voxels, with a float32 threshold. */
export function countWrong(
  { logits, marginal }: { readonly logits: Float32Array; readonly marginal: Float32Array },
  threshold: number,
  tolerance: number,
): Wrong {
  let wrong = 0;
  let doubtful = 0;
  for (let i = 0; i < logits.length; i++) {
    if (logits[i] >= 0 !== marginal[i] >= threshold) wrong += 1;
    if (Math.abs(logits[i]) < tolerance) doubtful += 1;
  }
  return { wrong, doubtful };
}
