import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { sigmoid } from "../../core/elementary.ts";
import { SoftdiceError } from "../../core/errors.ts";
import { Random } from "../../core/random.ts";
import { VERSION } from "../../core/version.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import type { Volume } from "../../formats/volume.ts";
import type { TracePoint } from "../../report/descent/trace.ts";
import { fixed } from "../../report/numbers.ts";
import { type CommonOptions, type Context, EXIT, type ExitCode } from "../context.ts";
import { inputIdentity } from "../fingerprint.ts";
import { deflateImage, deflateMask } from "../deflate.ts";
import { type Frame, writeReport } from "../descent/report.ts";
import { descentOn } from "../descent/steps.ts";
import { refuseInputAsOut } from "../folders.ts";
import { readProbabilityMaps } from "../probabilityMaps.ts";
import { startProgress } from "../progress.ts";
import { RunDirectory } from "../runs/runDirectory.ts";

export interface DescendOptions extends CommonOptions {
  readonly out: string;
  /** Class of a map of several. */
  readonly class?: number;
  /** Name of the loss that is descended. */
  readonly loss: string;
  readonly rate: number;
  readonly iterations: readonly number[];
  /** The threshold a of Theorem 3. */
  readonly threshold: number;
}

/** `softdice descend`: gradient descent on a loss of one marginal, with its trace and frames. */
export async function descend(input: string, options: DescendOptions, context: Context): Promise<ExitCode> {
  const { seed, rate, iterations, threshold: a } = options;
  refuseInputAsOut([input], options.out);
  const { volume, warnings } = await readOneMap(input, options.class, options.out);
  const marginal = volume.data;
  const last = iterations[iterations.length - 1];
  const { steps, ...descent } = descentOn(options.loss, marginal, { random: new Random(seed), last, rate });
  const { loss, optimum, minimum, minimiser } = descent;
  const run = new RunDirectory(
    resolve(options.out),
    {
      version: VERSION,
      command: "descend",
      parameters: {
        input: await inputIdentity([input], options.out),
        class: options.class,
        loss,
        seed,
        rate,
        iterations,
        threshold: a,
      },
    },
    { force: options.force, now: context.now },
  );
  const points: TracePoint[] = [];
  const frames: Frame[] = [];
  const progress = startProgress(context, {
    total: last,
    resumed: 0,
    unit: "iterations",
    quiet: options.quiet,
  });
  for (const { logits, ...iterate } of steps) {
    points.push({ ...iterate, dice: diceOfThreshold(logits, marginal, a) });
    if (iterations.includes(iterate.l))
      frames.push({ l: iterate.l, values: Float32Array.from(logits, sigmoid) });
    progress.update(iterate.l);
    await setImmediate(); // lets Ctrl-C be heard
    if (context.signal.aborted) break;
  }
  progress.stop();

  run.write("trace.csv", traceCsv(columnName(loss), points));
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
  const encoding = minimiser instanceof Uint8Array ? deflateMask : deflateImage;
  const file = loss === "dice" ? "dice-optimal.nii.gz" : "minimiser.nii.gz";
  run.write(file, await encodeNiftiGz({ ...volume, data: minimiser }, encoding));
  const reported = points.filter(({ l }) => iterations.includes(l));
  writeReport((name, data) => run.write(name, data), { ...descent, volume, points, frames }, options);
  run.writeManifest("done", []);
  if (options.json) {
    const { shape, spacingMm } = volume.grid;
    const iterates = reported.map(({ loss: value, ...point }) => ({ ...point, [columnName(loss)]: value }));
    const document = { shape, spacingMm, ...optimum, loss: { name: loss, ...minimum }, iterates, warnings };
    context.out(`${JSON.stringify(document)}\n`);
  } else {
    const arrival =
      loss === "dice"
        ? ""
        : `infimum of ${loss} ${fixed(minimum.value, 6)}, at ${fixed(minimum.threshold, 6)}\n`;
    context.out(
      `${reported.map((point) => line(columnName(loss), point)).join("")}\n${arrival}sup D = ${fixed(optimum.supDice, 6)}, t = ${fixed(optimum.threshold, 6)}\n`,
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

/** What the loss is called in columns and JSON. */
function columnName(loss: string): "softDice" | "loss" {
  return loss === "dice" ? "softDice" : "loss";
}

function traceCsv(name: string, points: readonly TracePoint[]): string {
  const rows = points.map(({ l, loss, l1, e0, e1, dice }) =>
    [l, ...[loss, l1, e0, e1, dice].map((value) => value.toFixed(9))].join(","),
  );
  return `${[`l,${name},l1,e0,e1,diceOfThreshold`, ...rows].join("\n")}\n`;
}

function line(name: string, { l, loss, l1, e0, e1, dice }: TracePoint): string {
  const figures = { [name === "softDice" ? "soft-Dice" : name]: loss, volume: l1, e0, e1, Dice: dice };
  const columns = Object.entries(figures).map(([key, value]) => `${key} ${fixed(value, 6)}`);
  return `l = ${String(l).padStart(4)}  ${columns.join("  ")}\n`;
}
