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
    caption: "",
    alternative: "",
    compute: computeFigure1,
    draw: drawFigure1,
  }),
  define({
    name: "figure2",
    title: "Figure 2: soft-Dice is calibrated to Dice",
    caption: "",
    alternative: "",
    compute: computeFigure2,
    draw: drawFigure2,
  }),
  define({
    name: "figure4",
    title: "Figure 4: the descent of experiment (S)",
    caption: "",
    alternative: "",
    compute: computeFigure4,
    draw: drawIterates,
  }),
  define({
    name: "supplement1",
    title: "Supplement, figure 1: how the marginals of experiment (S) are made",
    caption: "",
    alternative: "",
    compute: computeSupplement1,
    draw: drawSupplement1,
  }),
];

/** Forgets what type of data a figure passes from `compute` to `draw`. */
function define<Data>(figure: Figure<Data>): Figure {
  return figure as Figure;
}
