import { type Command, Option } from "commander";
import { defaultToleranceMm } from "../../raters/agreement/tolerance.ts";
import type { EvaluateOptions } from "../commands/evaluate.ts";
import type { Context } from "../context.ts";
import { observerOptions } from "./observerOptions.ts";
import { common, parallel, sharded } from "./sharedOptions.ts";
import { cut, positive } from "./values.ts";

/** Declares `softdice evaluate`. */
export function evaluateCommand(program: Command, context: Context): void {
  observerOptions(sharded(parallel(common(program.command("evaluate"), { out: "evaluation" }))), {
    namesObservers: false,
  })
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
    .option("--like <file>", "image whose geometry predictions and observers have that hold none")
    .option("--cut <where>", "where maps without a mask are cut: own, half, or a number", cut, "own")
    .addOption(
      new Option("--empty <policy>", "Dice of two empty masks")
        .choices(["nan", "one", "zero"])
        .default("nan"),
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
      const { evaluate } = await import("../commands/evaluate.ts");
      process.exitCode = await evaluate(inputs, options, context);
    });
}
