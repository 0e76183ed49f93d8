import { levelsOf } from "./levels.ts";
import type { Loss, MarginalMap } from "./loss.ts";
import { parseLoss } from "./registry.ts";

/** How a loss's threshold on m depends on how much of the image a structure fills. */
export interface ThresholdsBySize {
  /** Shares v = ‖m‖₁ of the image, increasing; the last is the structure without background. */
  readonly shares: readonly number[];
  readonly losses: readonly {
    readonly loss: string;
    /** One a share. */
    readonly thresholds: readonly number[];
  }[];
}

/** Quantiles of the values above 0 that stand for the structure. */
const QUANTILES = 2048;

/** Smallest share, and shares a decade. */
const LEAST_SHARE = 1e-6;
const PER_DECADE = 6;

/**
 * The thresholds of losses on one structure in images of growing background.
 *
 * Voxels with m = 0 change no threshold of soft-Dice, cross-entropy and the losses like them. For
 * w_d·Dice + w_c·cross-entropy, κ = (w_d / w_c) N / T alone holds the number of voxels N, so that P times the image is P times
 * w_d. The structure is taken as {@link QUANTILES} quantiles of its values above 0, which moves thresholds by less than a
 * thousandth.
 *
 * @returns the losses of the list whose dependence this describes; undefined where m is 0 everywhere
 */
export function thresholdsBySize(m: MarginalMap, losses: readonly Loss[]): ThresholdsBySize | undefined {
  const structure = foreground(m);
  if (structure === undefined) return undefined;
  const whole = structure.reduce((a, b) => a + b, 0) / structure.length;
  const steps = Math.max(1, Math.ceil(PER_DECADE * Math.log10(whole / LEAST_SHARE)));
  const shares = Array.from(
    { length: steps + 1 },
    (_, k) => whole * (LEAST_SHARE / whole) ** (1 - k / steps),
  );
  return {
    shares,
    losses: losses.flatMap(({ name }) => {
      const [head, parameters = ""] = name.split(":");
      if (CONSTANT.has(head) && !parameters.startsWith("eps=")) {
        const { threshold } = minimise(name, structure);
        return [{ loss: name, thresholds: shares.map(() => threshold) }];
      }
      if (head !== "dice+cross-entropy") return [];
      const [wDice, wCrossEntropy] = parameters.split(",").map(Number);
      const thresholds = shares.map(
        (share) => minimise(`${head}:${(wDice * whole) / share},${wCrossEntropy}`, structure).threshold,
      );
      return [{ loss: name, thresholds }];
    }),
  };
}

/** Losses whose threshold depends on the values of m alone. Smoothing terms count voxels, and are left out. */
const CONSTANT: ReadonlySet<string> = new Set([
  "dice",
  "squared-dice",
  "jaccard",
  "tversky",
  "cross-entropy",
  "batch-dice",
  "semimetric-dice",
]);

function minimise(name: string, m: MarginalMap): { readonly threshold: number } {
  const loss = parseLoss(name);
  if (loss.target === "observers") throw new TypeError(`${name} has no threshold of a marginal`);
  return loss.minimise(m);
}

function foreground(m: MarginalMap): Float64Array | undefined {
  const { values, counts } = levelsOf(m);
  const first = values.findIndex((value) => value > 0);
  if (first < 0) return undefined;
  const voxels = counts.subarray(first).reduce((a, b) => a + b, 0);
  let level = first;
  let end = counts[first];
  return Float64Array.from({ length: Math.min(QUANTILES, voxels) }, (_, k) => {
    while ((k + 0.5) * (voxels / Math.min(QUANTILES, voxels)) > end) end += counts[++level];
    return values[level];
  });
}
