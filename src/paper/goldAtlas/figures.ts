import type { DrawingDocument } from "../../report/chart.ts";
import { drawIterates } from "../iterates/draw.ts";
import type { Iterates } from "../iterates/compute.ts";
import { meanFieldCurve, volumeOfRow } from "../meanField/compute.ts";
import { drawMeanField, type VolumePoint } from "../meanField/draw.ts";
import type { Table1Figure } from "../table1/page.ts";
import { PUBLISHED_ITERATIONS, PUBLISHED_TABLE } from "../table1/published.ts";
import { type StructureCohort, tableSamples } from "./cohort.ts";

/** Volumes that the curve covers at least: those of the paper's rows. */
const LEAST = 0.0005;
const MOST = 0.3;
const CURVE_POINTS = 61;

/** Later ones are 0 at all these volumes. */
const CURVE_ITERATIONS = [1, 10, 20, 100];

/** Figure 3 of the paper, if there are rows for it. */
export function figure3(rows: readonly Iterates[]): Table1Figure[] {
  if (rows.length === 0) return [];
  return [
    {
      name: "figure3",
      caption:
        "Figure 3: marginal m, soft segmentations σ(f) at the iterations below which they stand, and the Dice-optimal " +
        "segmentation s = {m ≥ t}, for each structure of the first patient in the slice where it is largest.",
      alternative:
        "Each row starts from noise; the background clears first, then the structure appears and sharpens until it is " +
        "the optimal segmentation. Small structures take more iterations.",
      drawing: drawIterates(rows),
    },
  ];
}

/** The errors of all samples against their volume, with the mean-field limit and the paper's rows. */
export function meanFieldFigure(
  structures: readonly StructureCohort[],
  iterations: readonly number[],
  document: DrawingDocument,
): Table1Figure {
  // A structure outside its patch has no volume in it, and no place on a logarithmic axis.
  const samples = tableSamples(structures)
    .filter(({ volume }) => volume > 0)
    .map(({ volume, errors }) => pointOf(volume, iterations, errors));
  const volumes = samples.map(({ volume }) => volume);
  const curve = meanFieldCurve(
    Math.min(LEAST, ...volumes.map((volume) => 0.8 * volume)),
    Math.min(1, Math.max(MOST, ...volumes.map((volume) => 1.2 * volume))),
    CURVE_POINTS,
    CURVE_ITERATIONS,
  );
  const paper = PUBLISHED_TABLE.filter(({ experiment }) => experiment === "G").map(({ errors }) => {
    const row = pointOf(0, PUBLISHED_ITERATIONS, errors);
    return { ...row, volume: volumeOfRow(curve, row.iterates) };
  });
  return {
    name: "mean-field",
    caption:
      "Errors against the volume of the structure as a fraction of the patch. Lines: the limit of infinitely many voxels " +
      "and observers who agree, computed without any data. Dots: our samples. Circles: the paper's nine rows, each at " +
      "the volume where the limit comes nearest to its ten figures, since the paper does not give the volumes. A row " +
      "is a mean over patients of different volumes and can lie off the lines; from about 0.015 on the columns do not " +
      "tell volumes apart, so the bladder's place means little.",
    alternative:
      "At ten and twenty iterations the errors fall from one half to zero as the volume grows from a thousandth to a " +
      "fiftieth of the patch; the samples lie on the lines.",
    drawing: drawMeanField({ curve, samples, paper }, document),
  };
}

function pointOf(volume: number, iterations: readonly number[], errors: readonly number[]): VolumePoint {
  return {
    volume,
    iterates: iterations.map((l, i) => ({ l, e0: errors[2 * i], e1: errors[2 * i + 1] })),
  };
}
