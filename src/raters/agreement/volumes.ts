/**
 * The coefficient of variation of the observers' volumes: their sample standard deviation (divisor R − 1) over their
 * mean. NaN for fewer than two observers and for a mean of 0.
 */
export function volumeVariation(volumes: Float64Array): number {
  const mean = volumes.reduce((a, b) => a + b, 0) / volumes.length;
  const squares = volumes.reduce((sum, volume) => sum + (volume - mean) ** 2, 0);
  return mean > 0 && volumes.length > 1 ? Math.sqrt(squares / (volumes.length - 1)) / mean : Number.NaN;
}
