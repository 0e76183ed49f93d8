import type { Figure } from "./figure.ts";
import { computeFigure1 } from "./figure1/compute.ts";
import { drawFigure1 } from "./figure1/draw.ts";
import { computeFigure2 } from "./figure2/compute.ts";
import { drawFigure2 } from "./figure2/draw.ts";
import { computeFigure4 } from "./figure4/compute.ts";
import { drawIterates } from "./iterates/draw.ts";
import { computeSupplement1 } from "./supplement1/compute.ts";
import { drawSupplement1 } from "./supplement1/draw.ts";

/** The paper's figures that need no clinical data, in the paper's order. */
export const FIGURES: readonly Figure[] = [
  define({
    name: "figure1",
    title: "Figure 1: two losses, two segmentations",
    caption:
      "Left: marginals m, the probability that a pixel is foreground, with their volume ‖m‖₁ and the Dice threshold t. " +
      "Middle: the minimiser of cross-entropy, which is m itself, thresholded at 1/2. Right: the minimiser of soft-Dice, " +
      "which is {m > t} (Theorem 1); the black line is the middle column. Volumes are fractions of the domain. " +
      "Soft-Dice never gives the smaller volume of the two (eq. 13): it keeps structures that no pixel holds with a " +
      "probability of 1/2, as the thin ring shows. In the last row the background ties with t (green): any part of it " +
      "may be in the optimum, whose volume is anything between both bounds of Theorem 2.",
    alternative:
      "Five marginals with the segmentations that cross-entropy and soft-Dice make of them; the one of soft-Dice is " +
      "larger or equal in each row, and the one of cross-entropy is empty for the thin ring.",
    compute: computeFigure1,
    draw: drawFigure1,
  }),
  define({
    name: "figure2",
    title: "Figure 2: soft-Dice is calibrated to Dice",
    caption:
      "A path of soft segmentations c for one marginal of experiment (S) with ρ = 0.05. Left: gradient descent on " +
      "soft-Dice from a random start. Right: from its end in a straight line (in the logits) to the soft segmentation of " +
      "a misplaced ball. Dashed: the soft-Dice loss of c. Solid: Dice of c thresholded at 0.1, 0.5 and 0.9. Dotted: the " +
      "infimum of soft-Dice and the supremum of Dice, which add up to 1. Where soft-Dice is close to its infimum, Dice is " +
      "close to its supremum whatever the threshold (Theorem 3); elsewhere the threshold matters.",
    alternative:
      "Soft-Dice falls to its infimum along the descent while the three Dice curves rise to their supremum; " +
      "beyond the optimum soft-Dice rises and the Dice curves fall apart.",
    compute: computeFigure2,
    draw: drawFigure2,
  }),
  define({
    name: "figure4",
    title: "Figure 4: the descent of experiment (S)",
    caption:
      "One sample for each noise level ρ of experiment (S). From the left: the marginal m; the soft segmentation σ(f) at " +
      "the iterations 1 (the random start), 10, 20, 100 and 200 of gradient descent on soft-Dice; the optimum " +
      "s = {m ≥ t} of Theorem 1.",
    alternative:
      "Nine rows of pictures: from noise, the iterates turn into the optimal segmentation within about 20 iterations, " +
      "later for higher ρ.",
    compute: computeFigure4,
    draw: drawIterates,
  }),
  define({
    name: "supplement1",
    title: "Supplement, figure 1: how the marginals of experiment (S) are made",
    caption:
      "The three steps for five noise levels ρ: a ball; the ball blurred by a Gaussian of standard deviation ρ, as a " +
      "fraction of the image side; the blurred ball deformed by a random Gaussian field, a new one for each sample.",
    alternative:
      "Five rows of a ball, the ball blurred more and more from row to row, and a deformed version of it.",
    compute: computeSupplement1,
    draw: drawSupplement1,
  }),
];

/** Forgets what type of data a figure passes from `compute` to `draw`. */
function define<Data>(figure: Figure<Data>): Figure {
  return figure;
}
