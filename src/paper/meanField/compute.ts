import { PAPER_ITERATIONS, PAPER_RATE } from "../../core/descent.ts";
import { exp, sigmoid } from "../../core/elementary.ts";

/** Voxels of one value, as a part of the domain. */
export interface Level {
  /** The marginal there, in [0, 1]. */
  readonly value: number;
  /** Fraction of the domain, in [0, 1]; the fractions of all levels sum to 1. */
  readonly fraction: number;
}

/** e0 and e1 of one iteration in the limit. */
export interface MeanFieldIterate {
  readonly l: number;
  readonly e0: number;
  readonly e1: number;
}

/** Nodes of the quadrature over the N(0, 1) start, midpoints of equal cells of [−6.5, 6.5]; e1 is good to half a cell. */
const NODES = 2048;
const REACH = 6.5;

const START = Float64Array.from({ length: NODES }, (_, i) => REACH * ((2 * i + 1) / NODES - 1));
const WEIGHT = (() => {
  const density = START.map((z) => exp((-z * z) / 2));
  const total = density.reduce((a, b) => a + b, 0);
  return density.map((value) => value / total);
})();

/**
 * The descent of section 6.1 on infinitely many voxels. Voxels meet only through ‖c‖₁ and D, which then are integrals
 * over the N(0, 1) start, so that each level follows a scalar map
 *
 *     F ← F + 10 (2m − D) / (‖m‖₁ + ‖c‖₁) σ(F) σ(−F)
 *
 * and e0 and e1 depend on nothing but the fractions of the levels. A finite descent scatters about it by 1/√N.
 *
 * @param optimalFrom the smallest value that is kept in the optimum, {m ≥ t}
 */
export function meanField(
  levels: readonly Level[],
  optimalFrom: number,
  iterations: readonly number[] = PAPER_ITERATIONS,
): MeanFieldIterate[] {
  const l1 = weigh(levels, ({ value }) => value);
  const fields = levels.map(() => ({ logits: START.slice(), soft: START.map(sigmoid) }));
  const out: MeanFieldIterate[] = [];
  for (let l = 1; out.length < iterations.length; l++) {
    if (l === iterations[out.length]) out.push({ l, ...errors(levels, optimalFrom, fields) });
    const means = fields.map(({ soft }) => average(soft));
    const total = l1 + weigh(levels, (_, k) => means[k]);
    const d = (2 * weigh(levels, ({ value }, k) => value * means[k])) / total;
    for (const [k, { value }] of levels.entries()) {
      const scale = (PAPER_RATE * (2 * value - d)) / total;
      const { logits, soft } = fields[k];
      for (let i = 0; i < NODES; i++) {
        logits[i] += scale * soft[i] * (1 - soft[i]);
        soft[i] = sigmoid(logits[i]);
      }
    }
  }
  return out;
}

/** {@link meanField} of observers who all agree on a structure that fills a fraction v of the domain. */
export function meanFieldOfVolume(v: number, iterations?: readonly number[]): MeanFieldIterate[] {
  const levels = [
    { value: 0, fraction: 1 - v },
    { value: 1, fraction: v },
  ];
  return meanField(levels, 1, iterations);
}

/** One point of the limit for each of several volumes. */
export interface CurvePoint {
  readonly volume: number;
  readonly iterates: readonly MeanFieldIterate[];
}

/** The limit at `count` volumes from `least` to `most`, evenly spaced on a logarithmic axis. */
export function meanFieldCurve(
  least: number,
  most: number,
  count: number,
  iterations: readonly number[],
): CurvePoint[] {
  return Array.from({ length: count }, (_, i) => {
    const volume = least * (most / least) ** (i / (count - 1));
    return { volume, iterates: meanFieldOfVolume(volume, iterations) };
  });
}

/**
 * Where a row of Table 1 lies on a curve: the volume at which the sum of squared differences of e0 and e1, over the
 * iterations that both have, is least. (The row is a mean over patients of different volumes, so that no point need agree with all its columns.)
 *
 */
export function volumeOfRow(curve: readonly CurvePoint[], row: readonly MeanFieldIterate[]): number {
  const misfit = ({ iterates }: CurvePoint): number =>
    iterates.reduce((sum, { l, e0, e1 }) => {
      const other = row.find((iterate) => iterate.l === l);
      return other === undefined ? sum : sum + (e0 - other.e0) ** 2 + (e1 - other.e1) ** 2;
    }, 0);
  return curve.reduce((best, point) => (misfit(point) < misfit(best) ? point : best)).volume;
}

/** One level: F and σ(F) at the nodes. */
interface Field {
  readonly logits: Float64Array;
  readonly soft: Float64Array;
}

function errors(
  levels: readonly Level[],
  optimalFrom: number,
  fields: readonly Field[],
): { readonly e0: number; readonly e1: number } {
  const distance = (foreground: (field: Field) => number): number =>
    weigh(levels, ({ value }, k) =>
      value >= optimalFrom ? 1 - foreground(fields[k]) : foreground(fields[k]),
    );
  return {
    e0: distance(({ soft }) => average(soft)),
    e1: distance(({ logits }) => average(logits.map((logit) => (logit >= 0 ? 1 : 0)))),
  };
}

/** The integral over the start of what `values` are at the nodes. */
function average(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < NODES; i++) sum += WEIGHT[i] * values[i];
  return sum;
}

function weigh(levels: readonly Level[], of: (level: Level, k: number) => number): number {
  return levels.reduce((sum, level, k) => sum + level.fraction * of(level, k), 0);
}
