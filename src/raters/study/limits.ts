import { spreadOf } from "../../core/spread.ts";

/** How two observers' volumes differ over the patients whom both drew. */
export interface LimitsOfAgreement {
  readonly observer: string;
  readonly reference: string;
  readonly n: number;
  /** Mean of the differences, observer − reference, in mL and in per cent of the mean of both. */
  readonly meanMl: number;
  readonly meanPercent: number;
  /** Mean ∓ 1.96 standard deviations. */
  readonly lowerMl: number;
  readonly upperMl: number;
  readonly lowerPercent: number;
  readonly upperPercent: number;
}

const DEVIATIONS = 1.96;

/**
 * Limits of agreement (Bland & Altman, The Lancet 327, 1986): mean ± 1.96 standard deviations of the differences. A
 * description of these patients; limits of few patients are themselves uncertain by about 1.7 standard deviations over √n
 * (ibid.).
 *
 * @param volumes pairs (observer, reference) in mL, a pair a patient
 */
export function limitsOfAgreement(
  observer: string,
  reference: string,
  volumes: readonly (readonly [number, number])[],
): LimitsOfAgreement {
  const ml = spreadOf(volumes.map(([a, b]) => a - b));
  const percent = spreadOf(volumes.map(([a, b]) => (a + b > 0 ? (200 * (a - b)) / (a + b) : Number.NaN)));
  return {
    observer,
    reference,
    n: ml.n,
    meanMl: ml.mean,
    meanPercent: percent.mean,
    lowerMl: ml.mean - DEVIATIONS * ml.sd,
    upperMl: ml.mean + DEVIATIONS * ml.sd,
    lowerPercent: percent.mean - DEVIATIONS * percent.sd,
    upperPercent: percent.mean + DEVIATIONS * percent.sd,
  };
}
