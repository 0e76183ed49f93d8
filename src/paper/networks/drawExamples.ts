import { diceOptimum, segmentation } from "../../core/optimum.ts";
import { EXAMPLES } from "../../networks/experiment.ts";
import { UNET } from "../../networks/plan.ts";
import { ExpectedDice } from "../../networks/expectedDice.ts";
import { drawObserver, makeCase, marginalOf, type RimCase, type RimModel } from "../../networks/rimCases.ts";
import { streamOf } from "../../networks/streams.ts";
import { segment } from "../../networks/evaluation.ts";
import type { Drawing } from "../../report/drawing.ts";
import { drawImageGrid, type Panel } from "../../report/imageGrid.ts";
import { fixed } from "../../report/numbers.ts";
import type { Raster } from "../../report/raster.ts";
import { unpackExamples } from "./pack.ts";
import type { FinishedTraining } from "./rows.ts";
import { outcomesOf } from "./summary.ts";

const OUTLINE = "#d55e00";

/** The first test images of a seed. */
function exampleCases({ name }: RimModel, seed: number): RimCase[] {
  return Array.from({ length: EXAMPLES }, (_, k) => makeCase(UNET.size, name, streamOf(seed, "tests", k)));
}

/** What is to be learned: images, two observers, the marginal, and the optima of both kinds of Dice, an image a row. */
export function drawCases(model: RimModel, seed: number): Drawing {
  return drawImageGrid({
    columns: ["Image", "An observer", "Another", "Marginal m", "Best for D_m", "Best mean rater"],
    rows: exampleCases(model, seed).map((made, k) => {
      const marginal = marginalOf(made, model.p);
      const volume = marginal.reduce((a, b) => a + b, 0);
      const optimum = segmentation(marginal, diceOptimum(marginal).threshold);
      const meanRater = meanRaterSegmentation(made, model.p);
      const [first, second] = [0, 1].map((draw) =>
        drawObserver(made, model.p, streamOf(seed, "shown", 2 * k + draw)),
      );
      return {
        title: `Image ${k + 1}`,
        panels: [
          { raster: square(made.image) },
          { raster: square(first) },
          { raster: square(second) },
          { raster: square(marginal) },
          withVolume(optimum, volume),
          withVolume(meanRater, volume),
        ],
      };
    }),
    panelSize: [112, 112],
    barTitle: "probability of foreground",
  });
}

/** Each network's answers c to the same images with the outline of their segmentation, a network a row. */
export function drawAnswers(trainings: readonly FinishedTraining[], model: string): Drawing {
  const rows = outcomesOf(trainings, model).flatMap(({ name, cut, trainings: ofLoss }) => {
    const shown = ofLoss.find(({ result }) => result.examples.length > 0);
    if (shown === undefined) return [];
    const { task, result } = shown;
    const cases = exampleCases(task.model, task.seed);
    const panels = unpackExamples(result).map((answer, k): Panel => {
      const mask = segment(Float64Array.from(answer), result.outcomes[cut].cut);
      const volume = marginalOf(cases[k], task.model.p).reduce((a, b) => a + b, 0);
      return {
        raster: square(answer),
        outlines: [{ mask, colour: OUTLINE }],
        notes: withVolume(mask, volume).notes,
      };
    });
    return [{ title: name, panels }];
  });
  return drawImageGrid({
    columns: Array.from({ length: EXAMPLES }, (_, k) => `Image ${k + 1}`),
    rows,
    panelSize: [112, 112],
    barTitle: "answer c",
  });
}

/** A segmentation that is best for the mean rater; of a region that is taken in part, its first pixels. */
function meanRaterSegmentation(made: RimCase, p: number): Uint8Array {
  const left = [...new ExpectedDice(made, p).optimum().counts];
  return Uint8Array.from(made.regions, (region) => Number(left[region]-- > 0));
}

function withVolume(mask: Uint8Array, marginalVolume: number): Panel & { readonly notes: readonly string[] } {
  const voxels = mask.reduce((a, b) => a + b, 0);
  return { raster: square(mask), notes: [`volume × ${fixed(voxels / marginalVolume, 2)}`] };
}

function square(values: Raster["values"]): Raster {
  return { values, width: UNET.size, height: UNET.size };
}
