/*
 * The manual: every command is declared in manual/ with its options and help, and is loaded when it is called.
 */
import { Command, CommanderError } from "commander";
import { VERSION } from "../core/version.ts";
import { type Context, EXIT } from "./context.ts";
import { errorLine } from "./errorLine.ts";
import { appCommand } from "./manual/app.ts";
import { consensusCommand } from "./manual/consensus.ts";
import { convertCommand } from "./manual/convert.ts";
import { descendCommand } from "./manual/descend.ts";
import { evaluateCommand } from "./manual/evaluate.ts";
import { lossesCommand } from "./manual/losses.ts";
import { mergeCommand } from "./manual/merge.ts";
import { phantomCommand } from "./manual/phantom.ts";
import { referenceCommand } from "./manual/reference.ts";
import { reproduceCommand } from "./manual/reproduce.ts";
import { submitCommand } from "./manual/submit.ts";
import { thresholdCommand } from "./manual/threshold.ts";
import { allowMemory, defaultMemoryBytes } from "./memory.ts";

const commands = [
  reproduceCommand,
  phantomCommand,
  descendCommand,
  convertCommand,
  mergeCommand,
  submitCommand,
  consensusCommand,
  thresholdCommand,
  lossesCommand,
  evaluateCommand,
  referenceCommand,
  appCommand,
];

/** Does what a command line says, what follows the program's name; the exit status is the process's. */
export async function runProgram(args: readonly string[], context: Context): Promise<void> {
  try {
    await programOf(context).parseAsync(args, { from: "user" });
  } catch (error) {
    const help = error instanceof CommanderError && error.exitCode === 0;
    if (help) return;
    context.err(`${errorLine(error, args.includes("--debug"))}\n`);
    process.exitCode = EXIT.wrongInput;
  }
}

function programOf(context: Context): Command {
  const program = new Command("softdice")
    .description(
      "What a segmentation trained with soft-Dice on disagreeing observers converges to, and the Dice-optimal answer " +
        "directly.\nFor research use only.",
    )
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: context.out, outputError: () => undefined })
    .showSuggestionAfterError(false);
  program.hook("preAction", (_, command) => {
    const { maxMemory: bytes } = command.opts<{ maxMemory?: number }>();
    allowMemory(bytes ?? defaultMemoryBytes());
  });
  for (const declare of commands) declare(program, context);
  return program;
}
