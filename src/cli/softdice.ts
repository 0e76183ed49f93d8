/*
 * softdice: this file is the manual. Every command stands here with its options and help, and is loaded when it is
 * called.
 */
import { Command, CommanderError, Option } from "commander";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { visible } from "../core/visible.ts";
import { VERSION } from "../core/version.ts";
import { PAPER_ITERATIONS, PAPER_RATE } from "../core/descent.ts";
import { defaultToleranceMm } from "../raters/agreement/tolerance.ts";
import { MODELS } from "../networks/trainings.ts";
import { PAPER_RHOS, PRESETS } from "../synthetic/presets.ts";
import { ORIENTATIONS } from "../synthetic/reference/scene.ts";
import type { AppOptions } from "./commands/app.ts";
import type { MergeOptions } from "./commands/merge.ts";
import type { ConsensusOptions } from "./commands/consensus.ts";
import type { ConvertOptions } from "./commands/convert.ts";
import type { EvaluateOptions } from "./commands/evaluate.ts";
import type { DescendOptions } from "./commands/descend.ts";
import type { LossesOptions } from "./commands/losses.ts";
import type { PhantomOptions } from "./commands/phantom.ts";
import type { ReferenceOptions } from "./commands/reference.ts";
import type { ReproduceFiguresOptions } from "./commands/reproduceFigures.ts";
import type { ReproduceGoldAtlasOptions } from "./commands/reproduceGoldAtlas.ts";
import type { ReproduceNetworksOptions } from "./commands/reproduceNetworks.ts";
import type { ReproduceTheoremsOptions } from "./commands/reproduceTheorems.ts";
import type { SubmitOptions, SubmittedCommand } from "./commands/submit.ts";
import type { ThresholdOptions } from "./commands/threshold.ts";
import type { Context, ExitCode } from "./context.ts";
import { EXIT } from "./context.ts";
import { errorLine } from "./errorLine.ts";
import type { SyntheticParameters } from "../paper/table1/synthetic.ts";
import { observerOptions } from "./observerOptions.ts";
import { allowMemory, defaultMemoryBytes, memorySize } from "./memory.ts";
import {
  classes,
  cut,
  folder,
  fraction,
  fractions,
  integer,
  iterations,
  names,
  numbers,
  orientation,
  positive,
  triple,
  weights,
} from "./options.ts";
import type { BatchOptions } from "./runs/batch.ts";
import { shardOption } from "./runs/shard.ts";

let exitCode: ExitCode = EXIT.done;

const stop = new AbortController();
/** Whether the command looks at the signal; others are ended by the first Ctrl-C. */
let stopsByItself = false;
const context: Context = {
  out: (text) => void process.stdout.write(visible(text)),
  err: (text) => void process.stderr.write(visible(text)),
  isTerminal: process.stderr.isTTY,
  now: () => Date.now(),
  get signal() {
    stopsByItself = true;
    return stop.signal;
  },
  env: process.env,
};

const program = new Command("softdice")
  .description(
    "What a segmentation trained with soft-Dice on disagreeing observers converges to, and the Dice-optimal answer " +
      "directly.\nFor research use only.",
  )
  .version(VERSION)
  .exitOverride()
  .configureOutput({ outputError: () => undefined })
  .showSuggestionAfterError(false);

program.hook("preAction", (_, command) => {
  const { maxMemory: bytes } = command.opts<{ maxMemory?: number }>();
  allowMemory(bytes ?? defaultMemoryBytes());
});

const reproduce = program
  .command("reproduce")
  .description("the paper's table, theorems and figures from our own runs");

sharded(parallel(common(reproduce.command("synthetic"), { out: "runs/synthetic" })))
  .description("experiment (S) and its rows of Table 1")
  .option("--samples <n>", "samples a row", integer(1), 1000)
  .option("--rho <list>", "noise levels ρ, fractions of the image side", numbers(0, 0.5), [...PAPER_RHOS])
  .addOption(
    new Option("--preset <name>", "how to read what the paper leaves open")
      .choices(Object.keys(PRESETS))
      .default("table1"),
  )
  .option("--iterations <list>", "iterations to report", iterations, [...PAPER_ITERATIONS])
  .option("--exact", "follow every voxel by itself, not levels and flat parts together", false)
  .addHelpText("after", "\nStop it with Ctrl-C whenever you like: the same command goes on where it stopped.")
  .action(async (options: BatchOptions & SyntheticParameters) => {
    const { reproduceSynthetic } = await import("./commands/reproduceSynthetic.ts");
    exitCode = await reproduceSynthetic(options, context);
  });

common(reproduce.command("theorems"), { out: "runs/theorems" })
  .description(
    "checks Theorems 1–3 and eq. (13) numerically; exit status 1 and a counter-example if one fails",
  )
  .option("--cases <n>", "marginals each statement is checked on", integer(1), 2000)
  .action(async (options: ReproduceTheoremsOptions) => {
    const { reproduceTheorems } = await import("./commands/reproduceTheorems.ts");
    exitCode = await reproduceTheorems(options, context);
  });

common(reproduce.command("figures"), { out: "runs/figures" })
  .description("the paper's figures from our own runs, as SVG, PNG and one page")
  .action(async (options: ReproduceFiguresOptions) => {
    const { reproduceFigures } = await import("./commands/reproduceFigures.ts");
    exitCode = await reproduceFigures(options, context);
  });

sharded(parallel(common(reproduce.command("gold-atlas"), { out: "runs/gold-atlas" })))
  .description("experiment (G) and its rows of Table 1, from the Gold Atlas or from made-up patients")
  .argument("[patients...]", "zips, or folders of zips or of unpacked patients, as they were downloaded")
  .option("--phantom", "make up patients instead, in memory", false)
  .option("--cases <n>", "with --phantom: patients", integer(1), 19)
  .option("--size <n>", "with --phantom: columns and rows of the images", integer(16), 512)
  .option("--slices <n>", "with --phantom: slices of the images", integer(2), 80)
  .option("--structures <list>", "only these, of Table 1's or of --rois", names)
  .option(
    "--rois <file>",
    'JSON that names the ROIs of a structure: {"Prostate": ["prostate_A", "prostate_B"]}',
  )
  .option("--patch <n>", "side of the patch in pixels", integer(1), 128)
  .option("--exact", "follow every voxel by itself, not levels together", false)
  .addOption(
    new Option("--grid <kind>", "voxels that plastimatch makes up from the contours, or those of the images")
      .choices(["paper", "series"])
      .default("paper"),
  )
  .addOption(
    new Option("--nested <rule>", "what a contour inside another means: nothing, or a hole")
      .choices(["union", "holes"])
      .default("union"),
  )
  .action(async (patients: string[], options: ReproduceGoldAtlasOptions) => {
    const { reproduceGoldAtlas } = await import("./commands/reproduceGoldAtlas.ts");
    exitCode = await reproduceGoldAtlas(patients, options, context);
  });

sharded(parallel(common(reproduce.command("networks"), { out: "runs/networks" })))
  .description(
    "the paper's limitation 2: a small U-Net trained on observers who disagree, beside what theory says it becomes",
  )
  .option("--seeds <n>", "trainings of each kind, with seeds from --seed on", integer(1), 3)
  .option("--steps <n>", "steps of a training, of eight images each", integer(1), 600)
  .addOption(
    new Option("--model <name>", "observers mark the rim as a whole or by sectors; both if left out").choices(
      MODELS,
    ),
  )
  .option(
    "--rim [list]",
    "sweep the probability of the rim across ½ sup D and 1/2; without it 0.45",
    fractions,
  )
  .option("--loss <list>", "losses to train, such as dice,tversky:0.3,0.7@batch")
  .addHelpText(
    "after",
    "\nA loss is any of softdice losses, on the observers' mean; with @rater on one observer a sample, each by itself, with\n" +
      "@batch on one observer a sample, one ratio over the batch. Stop it with Ctrl-C whenever you like: the same command\n" +
      "goes on where it stopped. What it shows: docs/networks.md.",
  )
  .action(async (options: ReproduceNetworksOptions) => {
    const { reproduceNetworks } = await import("./commands/reproduceNetworks.ts");
    exitCode = await reproduceNetworks(options, context);
  });

parallel(common(program.command("phantom"), { out: "phantoms" }))
  .description("made-up pelvic patients with five observers, in the shape of the Gold Atlas: zips of DICOM")
  .option("--cases <n>", "patients", integer(1), 19)
  .option("--size <n>", "columns and rows of the T2 images", integer(16), 512)
  .option("--slices <n>", "slices of the T2 images", integer(2), 80)
  .addHelpText("after", "\nA patient of full size takes about 60 MB of disk.")
  .action(async (options: PhantomOptions) => {
    const { phantom } = await import("./commands/phantom.ts");
    exitCode = await phantom(options, context);
  });

common(program.command("descend"), { out: "descent" })
  .description("gradient descent on soft-Dice or another loss for one marginal, with its trace and frames")
  .argument("<map>", "probability map of any image format")
  .option("--loss <name>", "loss to descend; softdice losses --help lists them", "dice")
  .option("--class <n>", "class of a map of several, from 0", integer(0))
  .option("--rate <number>", "learning rate divided by the number of voxels", positive, PAPER_RATE)
  .option("--iterations <list>", "iterations to report and keep as frames", iterations, [...PAPER_ITERATIONS])
  .option("--threshold <a>", "threshold whose Dice is followed, inside (0, 1)", fraction, 0.5)
  .action(async (map: string, options: DescendOptions) => {
    const { descend } = await import("./commands/descend.ts");
    exitCode = await descend(map, options, context);
  });

program
  .command("convert")
  .description("contours (RTSTRUCT) and segmentations (SEG) to masks, with their image")
  .argument("<inputs...>", "DICOM folder, zip archive or files")
  .addOption(contourGrid())
  .addOption(contourNesting())
  .option("--series <text>", "UID of the image series to use, or a part of its description")
  .addOption(contourGaps())
  .option("--assume-same-frame", "put structures on images of another frame of reference", false)
  .option("--assume-same-patient", "put structures on images of another PatientID", false)
  .addOption(
    new Option("--format <name>", "of the masks: .nii.gz, .nrrd, or DICOM segmentations")
      .choices(["nifti", "nrrd", "seg"])
      .default("nifti"),
  )
  .option("--labels-file", "also one map of labels, where structures do not overlap", false)
  .option(
    "--copy-patient",
    "with --format seg: copy the patient's name, ID, birth date and sex from the images",
    false,
  )
  .option("--out <dir>", "folder for the results", folder, "masks")
  .option("--json", "print one JSON document and nothing else", false)
  .option("--quiet", "no progress", false)
  .option("--force", "discard another conversion's masks in the folder", false)
  .addOption(maxMemory())
  .option("--debug", "print stack traces", false)
  .addHelpText(
    "after",
    "\nOf several files with structures, the one with the most is written to the folder itself, the others to folders of\n" +
      "their own in it. rois.json says for each structure what was unusual. Structures whose voxels would misrepresent their\n" +
      "contours fail by name: docs/dicom.md.",
  )
  .action(async (inputs: string[], options: ConvertOptions) => {
    const { convert } = await import("./commands/convert.ts");
    exitCode = await convert(inputs, options, context);
  });

program
  .command("merge")
  .description("joins the shards of one run in a folder and writes the same bytes as one run on one machine")
  .argument("<dir>", "the --out of the shards")
  .option("--json", "print one JSON document and nothing else", false)
  .option("--force", "discard another run's results in the folder", false)
  .addOption(maxMemory())
  .option("--debug", "print stack traces", false)
  .action(async (directory: string, options: MergeOptions) => {
    const { merge } = await import("./commands/merge.ts");
    exitCode = await merge(directory, options, context);
  });

program
  .command("submit")
  .description("the same command as a Slurm job array with a dependent merge")
  .usage("<command…> --array <n> [options]")
  .argument("<command...>", "the command with its options")
  .requiredOption("--array <n>", "tasks of the array: parts of the run", integer(1))
  .option("--dry-run", "print the scripts, submit nothing", false)
  .option("--partition <name>", "Slurm's partition")
  .option("--time <limit>", "time limit of a task, as Slurm writes it")
  .option("--mem <size>", "memory of a task", "2G")
  .option("--account <name>", "account to charge")
  .option("--debug", "print stack traces", false)
  .allowUnknownOption()
  .action(async (words: string[], options: SubmitOptions) => {
    const { submit } = await import("./commands/submit.ts");
    exitCode = await submit(parseSubmitted(words), options, context);
  });

/** Checks the command that is to be submitted against this manual. */
function parseSubmitted(words: readonly string[]): SubmittedCommand {
  let command: Command = program;
  let depth = 0;
  for (
    let next = findCommand(command, words[0]);
    next !== undefined;
    next = findCommand(command, words[depth])
  ) {
    command = next;
    depth += 1;
  }
  if (depth === 0) throw new CommanderError(1, "commander.unknownCommand", `unknown command '${words[0]}'`);
  const [unknown] = command.parseOptions(words.slice(depth)).unknown;
  if (unknown !== undefined)
    throw new CommanderError(1, "commander.unknownOption", `unknown option '${unknown}'`);
  const { out = ".", workers } = command.opts<{ out?: string; workers?: number }>();
  const given = command.getOptionValueSource("workers") === "default" ? undefined : workers;
  return { name: words.slice(0, depth).join(" "), words, out, workers: given };
}

function findCommand(command: Command, name: string | undefined): Command | undefined {
  return command.commands.find((candidate) => candidate.name() === name);
}

observerOptions(sharded(parallel(common(program.command("consensus"), { out: "consensus" }))))
  .description("several observers of one structure, or of many, to a consensus and a report")
  .argument("[inputs...]", "masks of any format, or contours: files, folders, zip archives")
  .option("--study <folder>", "every patient of a folder, a row a patient and structure")
  .option("--weights <list>", "how much observers count: 1,2,1 in their order, or User1=2,User3=0.5", weights)
  .addOption(
    new Option("--empty <policy>", "Dice of two empty masks").choices(["nan", "one", "zero"]).default("nan"),
  )
  .addOption(
    new Option("--ties <what>", "voxels that tie with the threshold")
      .choices(["exclude", "include"])
      .default("exclude"),
  )
  .option("--tolerance <mm>", "tolerance of surface Dice", positive, defaultToleranceMm)
  .option("--no-surfaces", "no surface distances")
  .option("--summary-only", "no masks, figures and pages, only summaries", false)
  .option(
    "--copy-patient",
    "copy the patient's name and identifiers from the images into the structure set that is written",
    false,
  )
  .addHelpText(
    "after",
    "\nA structure called 'Prostate (User3)' is observer User3's Prostate. Of files with several structures each, the file\n" +
      "is the observer; a file of one mask is an observer of the one structure. --dry-run shows who is taken for whom.\n" +
      "How files are understood: docs/files.md. Methods and formulas: docs/consensus.md.",
  )
  .action(async (inputs: string[], options: ConsensusOptions) => {
    const { consensus } = await import("./commands/consensus.ts");
    exitCode = await consensus(inputs, options, context);
  });

common(program.command("threshold"), { out: "threshold" })
  .description("a probability map, or a folder of them, to Dice-optimal segmentations")
  .argument(
    "<map>",
    "probability map of any image format, or a folder; nnU-Net's .npz is taken class by class",
  )
  .option("--classes <list>", "classes wanted of several, from 0; all but 0 if left out", classes)
  .option("--like <file>", "image whose geometry maps have that hold none")
  .addOption(
    new Option("--partition <criterion>", "what the label map of a softmax map is best in")
      .choices(["mean-class", "generalised", "none"])
      .default("mean-class"),
  )
  .addOption(
    new Option("--ties <what>", "voxels that tie with the threshold")
      .choices(["exclude", "include"])
      .default("exclude"),
  )
  .action(async (map: string, options: ThresholdOptions) => {
    const { threshold } = await import("./commands/threshold.ts");
    exitCode = await threshold(map, options, context);
  });

observerOptions(common(program.command("losses"), { out: "losses" }))
  .description("what each segmentation loss converges to on a map, or on what several observers drew")
  .argument("<inputs...>", "one probability map; or masks or contours of several observers")
  .option("--loss <list>", "losses to compare, separated by commas; one of every kind if left out")
  .option("--classes <list>", "classes wanted of a map of several, from 0; all but 0 if left out", classes)
  .addHelpText(
    "after",
    "\nLosses: dice, dice:eps=E, squared-dice, squared-dice:target=hard, jaccard, tversky:A,B (A weighs false positives, B\n" +
      "false negatives), cross-entropy, dice+cross-entropy:WD,WC, batch-dice, semimetric-dice, rater-dice (of several\n" +
      "observers), generalised-dice, mean-class-dice. What each becomes, and why: docs/losses.md.",
  )
  .action(async (inputs: string[], options: LossesOptions) => {
    const { losses } = await import("./commands/losses.ts");
    exitCode = await losses(inputs, options, context);
  });

observerOptions(sharded(parallel(common(program.command("evaluate"), { out: "evaluation" }))), false)
  .description(
    "a model's masks or probability maps among several observers: ceiling, place, threshold, calibration",
  )
  .argument(
    "<predictions...>",
    "files or folders; nnU-Net's .npz and .nii.gz of one name are map and mask of one case",
  )
  .requiredOption(
    "--observers <masks...>",
    "the observers' files or folders, named after the predictions' cases; and names of observers, if only some are wanted",
  )
  .option("--like <file>", "image whose geometry maps have that hold none")
  .option("--cut <where>", "where maps without a mask are cut: own, half, or a number", cut, "own")
  .addOption(
    new Option("--empty <policy>", "Dice of two empty masks").choices(["nan", "one", "zero"]).default("nan"),
  )
  .option("--tolerance <mm>", "tolerance of surface Dice", positive, defaultToleranceMm)
  .option("--no-surfaces", "no surface distances")
  .addHelpText(
    "after",
    "\nObservers: Ana/case_1.nii.gz, a folder an observer (such as labelsTr), or case_1/Ana.nii.gz, a folder a case. Beside one\n" +
      "prediction, any files. Predictions and observers may be masks, label maps, RTSTRUCT or SEG. dataset.json beside the\n" +
      "predictions names the classes. How files are understood: docs/files.md. Formulas: docs/evaluate.md.",
  )
  .action(async (inputs: string[], options: EvaluateOptions) => {
    const { evaluate } = await import("./commands/evaluate.ts");
    exitCode = await evaluate(inputs, options, context);
  });

common(program.command("reference"), { out: "reference" })
  .description(
    "shapes whose contours, volumes, distances and consensus are known exactly, as DICOM and masks; and the check of another " +
      "program's values against them",
  )
  .option("--spacing <list>", "voxel spacing along i, j, k in mm", triple, [1, 1, 2])
  .option(
    "--orientation <which>",
    `${Object.keys(ORIENTATIONS).join(", ")}, or six numbers as in ImageOrientationPatient`,
    orientation(ORIENTATIONS),
    ORIENTATIONS.axial,
  )
  .option(
    "--offset <list>",
    "where the shapes are, in voxels from the middle of the grid",
    triple,
    [0.31, -0.19, 0.12],
  )
  .option("--tolerance <mm>", "tolerance of surface Dice", positive, defaultToleranceMm)
  .option(
    "--check <file>",
    "a table with the columns case, quantity and value; exit status 1 if any is wrong",
  )
  .addHelpText(
    "after",
    "\nWithout --check the shapes are written, with a README and results-template.csv. A table is checked against the\n" +
      "reference.json in --out, or beside it where --out is not given. Cases, formulas and tolerances: docs/reference.md.",
  )
  .action(async (options: ReferenceOptions, command: Command) => {
    const { reference } = await import("./commands/reference.ts");
    exitCode = await reference(options, command.getOptionValueSource("out") !== "default", context);
  });

program
  .command("app")
  .description("the web app, served to this machine only, in the browser")
  .option("--port <n>", "port on 127.0.0.1; 0 for any that is free", integer(0, 65535), 7317)
  .option("--no-open", "do not open a browser")
  .option("--json", "print the address as JSON", false)
  .option("--debug", "print stack traces", false)
  .action(async (options: AppOptions) => {
    const { app } = await import("./commands/app.ts");
    exitCode = await app(options, context, fileURLToPath(new URL("../web", import.meta.url)));
  });

/** The options that every command takes where they make sense. */
function common(command: Command, defaults: { readonly out: string }): Command {
  return command
    .option("--out <dir>", "folder for the results", folder, defaults.out)
    .option("--seed <n>", "seed of all randomness", integer(0), 1)
    .option("--json", "print one JSON document and nothing else", false)
    .option("--quiet", "no progress", false)
    .option("--force", "discard another run's results in the folder", false)
    .addOption(maxMemory())
    .option("--debug", "print stack traces", false);
}

/** How much a command may take before it refuses an input. */
function maxMemory(): Option {
  return new Option(
    "--max-memory <size>",
    "memory to take at most, such as 4G; four fifths of the machine's if left out",
  ).argParser(memorySize);
}

/** The option of commands that spread their work. */
function parallel(command: Command): Command {
  return command.option("--workers <n>", "worker threads", integer(1), availableParallelism());
}

/** The option of commands that run in parts. */
function sharded(command: Command): Command {
  return command.option(
    "--shard <i/n>",
    "do part i of n only, i from 0; auto takes it from a Slurm array or a Kubernetes indexed job",
    shardOption,
  );
}

/** On which voxels contours are drawn. */
function contourGrid(): Option {
  return new Option("--grid <name>", "voxels of the images, or those that plastimatch makes up without them")
    .choices(["series", "paper"])
    .default("series");
}

function contourNesting(): Option {
  return new Option("--nested <rule>", "what a contour inside another means: a hole, or nothing")
    .choices(["holes", "union"])
    .default("holes");
}

/** What slices without contours get, where planes of contours are coarser than the slices. */
function contourGaps(): Option {
  return new Option(
    "--between-planes <rule>",
    "what slices between two planes of contours get, where planes are coarser than slices; such a structure fails if left out",
  ).choices(["none", "nearest", "interpolate"]);
}

function onStop(): void {
  if (stop.signal.aborted) process.exit(EXIT.stopped);
  stop.abort();
  if (stopsByItself) return;
  context.err("softdice: stopped; the same command starts anew\n");
  process.exit(EXIT.stopped);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onStop);
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.done);
  throw error;
});

/** Does what the command line says; the exit status is the process's. */
export async function run(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    const help = error instanceof CommanderError && error.exitCode === 0;
    if (!help) {
      context.err(`${errorLine(error, process.argv.includes("--debug"))}\n`);
      exitCode = EXIT.wrongInput;
    }
  }
  process.exitCode = exitCode;
}
