import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { sigmoid } from "../../core/elementary.ts";
import { SoftdiceError } from "../../core/errors.ts";
import { type DiceOptimum, segmentation } from "../../core/optimum.ts";
import { Random } from "../../core/random.ts";
import { VERSION } from "../../core/version.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import type { Volume } from "../../formats/volume.ts";
import { diceOptimum } from "../../kernels/optimum.ts";
import { trajectory } from "../../kernels/trajectory.ts";
import type { Iterates } from "../../paper/iterates/compute.ts";
import { drawIterates } from "../../paper/iterates/draw.ts";
import { drawTrace, type TracePoint } from "../../report/descent/trace.ts";
import { fixed } from "../../report/numbers.ts";
import { figureHtml, pageHtml, paragraph } from "../../report/page.ts";
import { type CommonOptions, type Context, EXIT, type ExitCode } from "../context.ts";
import { deflateImage, deflateMask } from "../deflate.ts";
import { createDocument } from "../document.ts";
import { writeFigure } from "../figureFiles.ts";
import { refuseInputAsOut } from "../folders.ts";
import { readProbabilityMaps } from "../probabilityMaps.ts";
import { startProgress } from "../progress.ts";
import { RunDirectory } from "../runs/runDirectory.ts";

export interface DescendOptions extends CommonOptions {
  readonly out: string;
  /** Class of a map of several. */
  readonly class?: number;
  readonly rate: number;
  readonly iterations: readonly number[];
  /** The threshold a of Theorem 3. */
  readonly threshold: number;
}

type Frame = Iterates["soft"][number];

/** `softdice descend`: gradient descent on soft-Dice for one marginal, with its trace and frames. */
export async function descend(input: string, options: DescendOptions, context: Context): Promise<ExitCode> {
  const { seed, rate, iterations, threshold: a } = options;
  refuseInputAsOut([input], options.out);
  const { volume, warnings } = await readOneMap(input, options.class, options.out);
  const optimum = diceOptimum(volume.data);
  const run = new RunDirectory(
    resolve(options.out),
    {
      version: VERSION,
      command: "descend",
      parameters: { input, class: options.class, seed, rate, iterations, threshold: a },
    },
    { force: options.force, now: context.now },
  );
  const points: TracePoint[] = [];
  const frames: Frame[] = [];
  const last = iterations[iterations.length - 1];
  const progress = startProgress(context, {
    total: last,
    resumed: 0,
    unit: "iterations",
    quiet: options.quiet,
  });
  const marginal = volume.data;
  for (const { logits, ...iterate } of trajectory({ marginal, random: new Random(seed), last, rate })) {
    points.push({ ...iterate, dice: diceOfThreshold(logits, marginal, a) });
    if (iterations.includes(iterate.l))
      frames.push({ l: iterate.l, values: Float32Array.from(logits, sigmoid) });
    progress.update(iterate.l);
    await setImmediate(); // lets Ctrl-C be heard
    if (context.signal.aborted) break;
  }
  progress.stop();

  run.write("trace.csv", traceCsv(points));
  for (const { l, values } of frames) {
    const name = `soft-${String(l).padStart(4, "0")}`;
    run.write(`frames/${name}.nii.gz`, await encodeNiftiGz({ ...volume, name, data: values }, deflateImage));
  }
  if (context.signal.aborted) {
    run.writeManifest("stopped", []);
    context.err(
      `softdice: stopped at iteration ${points.length} of ${last}; the trace so far is in ${options.out}\n`,
    );
    return EXIT.stopped;
  }
  const best = segmentation(marginal, optimum.threshold, { ties: "include" });
  run.write("dice-optimal.nii.gz", await encodeNiftiGz({ ...volume, data: best }, deflateMask));
  const reported = points.filter(({ l }) => iterations.includes(l));
  writeReport(run, { volume, optimum, points, frames, best }, options);
  run.writeManifest("done", []);
  if (options.json) {
    const { shape, spacingMm } = volume.grid;
    context.out(`${JSON.stringify({ shape, spacingMm, ...optimum, iterates: reported, warnings })}\n`);
  } else {
    context.out(
      `${reported.map(line).join("")}\nsup D = ${fixed(optimum.supDice, 6)}, t = ${fixed(optimum.threshold, 6)}\n`,
    );
    context.out(`See ${options.out}/report.html; every iteration is in trace.csv, σ(f) in frames/.\n`);
    for (const warning of warnings) context.err(`softdice: ${warning}\n`);
  }
  return EXIT.done;
}

async function readOneMap(
  input: string,
  wanted: number | undefined,
  out: string,
): Promise<{ readonly volume: Volume<Float32Array | Float64Array>; readonly warnings: readonly string[] }> {
  const { maps, remarks } = await readProbabilityMaps(
    input,
    wanted === undefined ? undefined : [wanted],
    "--class",
    out,
  );
  if (maps.length !== 1) {
    throw new SoftdiceError({
      subject: input,
      problem: `holds ${maps.length} maps`,
      expected: "one",
      remedy: "choose a class with --class, or name one file; class 0 is mostly the background",
    });
  }
  const [{ volume, warnings }] = maps;
  return { volume, warnings: [...remarks, ...warnings] };
}

/** Dice of {σ(F) ≥ a}, compared as logits: F ≥ ln(a / (1 − a)). */
function diceOfThreshold(
  logits: Float32Array | Float64Array,
  m: Float32Array | Float64Array,
  a: number,
): number {
  const least = Math.log(a / (1 - a));
  let voxels = 0;
  let inside = 0;
  let total = 0;
  for (let i = 0; i < m.length; i++) {
    total += m[i];
    if (logits[i] >= least) {
      voxels += 1;
      inside += m[i];
    }
  }
  return voxels + total > 0 ? (2 * inside) / (voxels + total) : 0;
}

function traceCsv(points: readonly TracePoint[]): string {
  const rows = points.map(({ l, softDice, l1, e0, e1, dice }) =>
    [l, ...[softDice, l1, e0, e1, dice].map((value) => value.toFixed(9))].join(","),
  );
  return `${["l,softDice,l1,e0,e1,diceOfThreshold", ...rows].join("\n")}\n`;
}

function line({ l, softDice, l1, e0, e1, dice }: TracePoint): string {
  const figures = { "soft-Dice": softDice, volume: l1, e0, e1, Dice: dice };
  const columns = Object.entries(figures).map(([name, value]) => `${name} ${fixed(value, 6)}`);
  return `l = ${String(l).padStart(4)}  ${columns.join("  ")}\n`;
}

function writeReport(
  run: RunDirectory,
  descent: {
    readonly volume: Volume<Float32Array | Float64Array>;
    readonly optimum: DiceOptimum;
    readonly points: readonly TracePoint[];
    readonly frames: readonly Frame[];
    readonly best: Uint8Array;
  },
  { rate, seed, threshold: a }: DescendOptions,
): void {
  const { volume, optimum, points, frames, best } = descent;
  const [width, height] = volume.grid.shape;
  const slice = fullestSlice(volume.data, width * height);
  const cut = <T extends Float32Array | Float64Array | Uint8Array>(values: T): T =>
    values.subarray(slice * width * height, (slice + 1) * width * height) as T;
  const row: Iterates = {
    title: volume.grid.shape[2] === 1 ? "" : `slice ${slice}`,
    width,
    height,
    marginal: cut(volume.data),
    soft: frames.map(({ l, values }) => ({ l, values: cut(values) })),
    optimum: cut(best),
  };
  const figures = [
    {
      name: "trace",
      caption:
        "Soft-Dice falls to its infimum and the Dice of the thresholded segmentation rises to its supremum (dotted); the " +
        "errors against the Dice-optimal segmentation fall to zero.",
      alternative: `After ${points.length} iterations e0 is ${fixed(points[points.length - 1].e0, 4)}.`,
      drawing: drawTrace(points, { supDice: optimum.supDice, a }, createDocument()),
    },
    {
      name: "iterates",
      caption:
        "The marginal, the soft segmentation at the reported iterations and the Dice-optimal segmentation {m ≥ t}.",
      alternative: "The soft segmentation starts as noise and ends as the optimum.",
      drawing: drawIterates([row]),
    },
  ];
  for (const figure of figures) writeFigure((name, data) => run.write(name, data), figure);
  const page = {
    title: `Descent on soft-Dice: ${volume.name}`,
    summary: [
      `The largest Dice is ${fixed(optimum.supDice, 4)}, attained by thresholding the map at t = ${fixed(optimum.threshold, 4)}.`,
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
      ["Rate", `${rate} N`],
      ["Seed", String(seed)],
    ] as const,
  };
  run.write("report.html", pageHtml(page));
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
