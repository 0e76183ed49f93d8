/** Pixels whose predictions lie in one of {@link CALIBRATION_BINS} equal bins of [0, 1]. */
export interface CalibrationBin {
  /** Pixels. */
  readonly count: number;
  /** Mean prediction. */
  readonly predicted: number;
  /** Mean marginal: how often an observer marks these pixels. */
  readonly observed: number;
}

export const CALIBRATION_BINS = 20;

/** Gathers predictions with what they should have been; empty bins are left out. */
export class Calibration {
  readonly #counts = new Float64Array(CALIBRATION_BINS);
  readonly #predicted = new Float64Array(CALIBRATION_BINS);
  readonly #observed = new Float64Array(CALIBRATION_BINS);

  /**
   * @param c predictions, N values in [0, 1]
   * @param m marginal, N values in [0, 1]
   */
  add(c: Float64Array, m: Float64Array): void {
    for (let i = 0; i < c.length; i++) {
      const bin = Math.min(CALIBRATION_BINS - 1, Math.floor(c[i] * CALIBRATION_BINS));
      this.#counts[bin] += 1;
      this.#predicted[bin] += c[i];
      this.#observed[bin] += m[i];
    }
  }

  get bins(): CalibrationBin[] {
    return Array.from(this.#counts, (count, bin) => ({
      count,
      predicted: this.#predicted[bin] / count,
      observed: this.#observed[bin] / count,
    })).filter(({ count }) => count > 0);
  }
}

/**
 * The expected calibration error relative to the foreground, Σ_bins |Σ (m − c)| / Σ c: over all pixels the background, which
 * every network predicts well, would hide it.
 */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  let error = 0;
  let foreground = 0;
  for (const { count, predicted, observed } of bins) {
    error += count * Math.abs(observed - predicted);
    foreground += count * predicted;
  }
  return error / foreground;
}
