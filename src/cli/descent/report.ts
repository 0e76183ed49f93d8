import { VERSION } from "../../core/version.ts";
import type { Volume } from "../../formats/volume.ts";
import type { Iterates } from "../../paper/iterates/compute.ts";
import { drawIterates } from "../../paper/iterates/draw.ts";
import { drawTrace, type TracePoint } from "../../report/descent/trace.ts";
import { fixed } from "../../report/numbers.ts";
import { figureHtml, pageHtml, paragraph } from "../../report/page.ts";
import { createDocument } from "../document.ts";
import { writeFigure } from "../figureFiles.ts";
import type { LossDescent } from "./steps.ts";

/** The soft segmentation of one iteration. */
export type Frame = Iterates["soft"][number];

export interface ReportedDescent extends Omit<LossDescent, "steps"> {
  readonly volume: Volume<Float32Array | Float64Array>;
  readonly points: readonly TracePoint[];
  readonly frames: readonly Frame[];
}

/** Writes the figures and the page of a descent. */
export function writeReport(
  write: (name: string, data: string | Uint8Array) => void,
  { volume, loss, optimum, minimum, minimiser, points, frames }: ReportedDescent,
  { rate, seed, threshold: a }: { readonly rate: number; readonly seed: number; readonly threshold: number },
): void {
  const [width, height] = volume.grid.shape;
  const slice = fullestSlice(volume.data, width * height);
  const cut = <T extends Float32Array | Float64Array | Uint8Array>(values: T): T =>
    values.subarray(slice * width * height, (slice + 1) * width * height) as T;
  const row = {
    title: volume.grid.shape[2] === 1 ? "" : `slice ${slice}`,
    width,
    height,
    marginal: cut(volume.data),
    soft: frames.map(({ l, values }) => ({ l, values: cut(values) })),
    optimum: cut(minimiser),
  };
  const isDice = loss === "dice";
  const figures = [
    {
      name: "trace",
      caption: isDice
        ? "Soft-Dice falls to its infimum and the Dice of the thresholded segmentation rises to its supremum (dotted); the " +
          "errors against the Dice-optimal segmentation fall to zero."
        : `The loss falls to the infimum that the theory gives (dotted), ${fixed(minimum.value, 4)}, and the errors against ` +
          "its minimiser (e₀) and the minimiser's 1/2-threshold (e₁) fall to zero.",
      alternative: `After ${points.length} iterations e0 is ${fixed(points[points.length - 1].e0, 4)}.`,
      drawing: drawTrace(
        points,
        isDice
          ? { name: "soft-Dice", limits: [optimum.supDice, 1 - optimum.supDice], a }
          : { name: loss, limits: [minimum.value], a },
        createDocument(),
      ),
    },
    {
      name: "iterates",
      caption: isDice
        ? "The marginal, the soft segmentation at the reported iterations and the Dice-optimal segmentation {m ≥ t}."
        : "The marginal, the soft segmentation at the reported iterations and, last, the minimiser of the loss.",
      alternative: "The soft segmentation starts as noise and ends as the optimum.",
      drawing: drawIterates([row]),
    },
  ];
  for (const figure of figures) writeFigure(write, figure);
  const page = {
    title: `Descent on ${isDice ? "soft-Dice" : loss}: ${volume.name}`,
    summary: [
      isDice
        ? `The largest Dice is ${fixed(optimum.supDice, 4)}, attained by thresholding the map at t = ${fixed(optimum.threshold, 4)}.`
        : `The loss has its infimum ${fixed(minimum.value, 4)} where a threshold of 1/2 cuts the map at ` +
          `${fixed(minimum.threshold, 4)}; the Dice-optimal cut is at t = ${fixed(optimum.threshold, 4)}.`,
    ],
    sections: [
      {
        title: "The descent",
        content: [
          paragraph("Gradient descent on the logits of every voxel, from a random start."),
          ...figures.map(({ drawing, caption, alternative }) => figureHtml(drawing, caption, alternative)),
        ],
      },
    ],
    provenance: [
      ["Program", `softdice ${VERSION}`],
      ["Command", "softdice descend"],
      ["Loss", loss],
      ["Rate", isDice ? `${rate} N` : `${rate} N at first, adapted to the loss`],
      ["Seed", String(seed)],
    ] as const,
  };
  write("report.html", pageHtml(page));
}

/** The slice in which the map sums to most. */
function fullestSlice(map: Float32Array | Float64Array, pixels: number): number {
  let best = 0;
  let most = -1;
  for (let slice = 0; slice * pixels < map.length; slice++) {
    let sum = 0;
    for (let i = slice * pixels; i < (slice + 1) * pixels; i++) sum += map[i];
    if (sum > most) [best, most] = [slice, sum];
  }
  return best;
}
