import type { Drawing } from "../../report/drawing.ts";
import { drawImageGrid } from "../../report/imageGrid.ts";
import { percent, significant } from "../../report/numbers.ts";
import type { Raster } from "../../report/raster.ts";
import { type LossComparison, SIDE } from "./compute.ts";

/** Marginal, {m ≥ 1/2} and the Dice optimum (with the former's outline) side by side, a shape a row, volumes below. */
export function drawFigure1(shapes: readonly LossComparison[]): Drawing {
  return drawImageGrid({
    columns: ["Marginal m", "Cross-entropy, then 1/2", "Soft-Dice, then 1/2"],
    rows: shapes.map(({ title, marginal, crossEntropy, dice, threshold, volume }) => ({
      title,
      panels: [
        {
          raster: square(marginal),
          notes: [`‖m‖₁ = ${percent(volume.marginal)}, t = ${significant(threshold)}`],
        },
        { raster: square(crossEntropy), notes: [`volume ${percent(volume.crossEntropy)}`] },
        {
          raster: square(dice),
          outlines: [{ mask: crossEntropy, colour: "#000000" }],
          notes: [`volume ${diceVolume(volume)}`],
        },
      ],
    })),
    panelSize: [150, 150],
    barTitle: "probability of foreground",
  });
}

function square(values: Raster["values"]): Raster {
  return { values, width: SIDE, height: SIDE };
}

function diceVolume({ smallestDice, largestDice }: LossComparison["volume"]): string {
  return smallestDice === largestDice
    ? percent(smallestDice)
    : `${percent(smallestDice)} … ${percent(largestDice)}`;
}
