import { type Command, Option } from "commander";
import { PAPER_ITERATIONS } from "../../core/descent.ts";
import { MODELS } from "../../networks/trainings.ts";
import type { SyntheticParameters } from "../../paper/table1/synthetic.ts";
import { PAPER_RHOS, PRESETS } from "../../synthetic/presets.ts";
import type { ReproduceFiguresOptions } from "../commands/reproduceFigures.ts";
import type { ReproduceGoldAtlasOptions } from "../commands/reproduceGoldAtlas.ts";
import type { ReproduceNetworksOptions } from "../commands/reproduceNetworks.ts";
import type { ReproduceTheoremsOptions } from "../commands/reproduceTheorems.ts";
import type { Context } from "../context.ts";
import type { BatchOptions } from "../runs/batch.ts";
import { observerOptions } from "./observerOptions.ts";
import { common, parallel, sharded } from "./sharedOptions.ts";
import { fractions, integer, iterations, numbers } from "./values.ts";

/** Declares `softdice reproduce`. */
export function reproduceCommand(program: Command, context: Context): void {
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
    .addHelpText(
      "after",
      "\nStop it with Ctrl-C whenever you like: the same command goes on where it stopped.",
    )
    .action(async (options: BatchOptions & SyntheticParameters) => {
      const { reproduceSynthetic } = await import("../commands/reproduceSynthetic.ts");
      process.exitCode = await reproduceSynthetic(options, context);
    });

  common(reproduce.command("theorems"), { out: "runs/theorems" })
    .description(
      "checks Theorems 1–3 and eq. (13) numerically; exit status 1 and a counter-example if one fails",
    )
    .option("--cases <n>", "marginals each statement is checked on", integer(1), 2000)
    .action(async (options: ReproduceTheoremsOptions) => {
      const { reproduceTheorems } = await import("../commands/reproduceTheorems.ts");
      process.exitCode = await reproduceTheorems(options, context);
    });

  common(reproduce.command("figures"), { out: "runs/figures" })
    .description("the paper's figures from our own runs, as SVG, PNG and one page")
    .action(async (options: ReproduceFiguresOptions) => {
      const { reproduceFigures } = await import("../commands/reproduceFigures.ts");
      process.exitCode = await reproduceFigures(options, context);
    });

  observerOptions(sharded(parallel(common(reproduce.command("gold-atlas"), { out: "runs/gold-atlas" }))), {
    rule: { grid: "paper", nested: "union" },
  })
    .description("experiment (G) and its rows of Table 1, from the Gold Atlas or from made-up patients")
    .argument("[patients...]", "zips, or folders of zips or of unpacked patients, as they were downloaded")
    .option("--phantom", "make up patients instead, in memory", false)
    .option("--cases <n>", "with --phantom: patients", integer(1), 19)
    .option("--size <n>", "with --phantom: columns and rows of the images", integer(16), 512)
    .option("--slices <n>", "with --phantom: slices of the images", integer(2), 80)
    .option("--patch <n>", "side of the patch in pixels", integer(1), 128)
    .option("--exact", "follow every voxel by itself, not levels together", false)
    .action(async (patients: string[], options: ReproduceGoldAtlasOptions) => {
      const { reproduceGoldAtlas } = await import("../commands/reproduceGoldAtlas.ts");
      process.exitCode = await reproduceGoldAtlas(patients, options, context);
    });

  sharded(parallel(common(reproduce.command("networks"), { out: "runs/networks" })))
    .description(
      "the paper's limitation 2: a small U-Net trained on observers who disagree, beside what theory says it becomes",
    )
    .option("--seeds <n>", "trainings of each kind, with seeds from --seed on", integer(1), 3)
    .option("--steps <n>", "steps of a training, of eight images each", integer(1), 600)
    .addOption(
      new Option(
        "--model <name>",
        "observers mark the rim as a whole or by sectors; both if left out",
      ).choices(MODELS),
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
      const { reproduceNetworks } = await import("../commands/reproduceNetworks.ts");
      process.exitCode = await reproduceNetworks(options, context);
    });
}
