import { settleTies } from "../core/optimum.ts";
import { halfBounds, type LossFamily, withoutParameters } from "./loss.ts";
import { identity, overlapSums, ratioOrZero } from "./overlapSums.ts";

/**
 * Dice semimetric (Wang, Popordanoska, Bertels, Lemmens & Blaschko, "Dice semimetric losses", MICCAI 2023; MONAI's
 * `soft_label=True`), 1 − 2 Σ min(c, m) / (x + S), where Σ min(c, m) = (x + S − Σ |c − m|) / 2. It is 0 exactly where c = m,
 * unless m is empty (then it is 1 for every c).
 *
 * Of a binary target L, Σ min(c, L) = Σ c L: the loss is soft-Dice. So it differs only where observers are averaged before
 * the loss; with one random observer a step it converges to `rater-dice`.
 *
 * The gradient jumps at c = m; there, the mean of both sides is taken.
 */
export const semimetricDice: LossFamily = withoutParameters({
  name: "semimetric-dice",
  target: "marginal",
  isSmooth: false,
  value: (c, m) => {
    const { soft, target, shared } = overlapSums(c, identity, m);
    return 1 - ratioOrZero(2 * shared, soft + target);
  },
  slope: ({ soft, target, shared }) => {
    const total = soft + target;
    const dice = ratioOrZero(2 * shared, total);
    return (c, rest, m) => ratioOrZero(dice - (1 - Math.sign(c - m)), total) * c * rest;
  },
  minimise: (m) => {
    const isEmpty = !m.some((value) => value > 0);
    return isEmpty
      ? { value: 1, threshold: 0, minVoxels: 0, maxVoxels: m.length, gap: 0 }
      : { value: 0, ...settleTies(m, 0.5), gap: 0, soft: identity };
  },
  volumeBounds: halfBounds,
});
