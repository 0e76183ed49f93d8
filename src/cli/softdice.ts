/*
 * softdice: the manual. Every command is declared in manual/ with its options and help, and is loaded when it is called.
 */
import { Command, CommanderError } from "commander";
import { visible } from "../core/visible.ts";
import { VERSION } from "../core/version.ts";
import { type Context, EXIT } from "./context.ts";
import { errorLine } from "./errorLine.ts";
import { printError } from "./files.ts";
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
for (const declare of commands) declare(program, context);

function onStop(): void {
  if (stop.signal.aborted) process.exit(EXIT.stopped);
  stop.abort();
  if (stopsByItself) return;
  context.err("softdice: stopped; the same command starts anew\n");
  process.exit(EXIT.stopped);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onStop);

// Where nobody reads any more, as behind `| head`, a command goes on to its end and its own exit status.
process.stdout.once("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  context.err(`${errorLine(printError(error), false)}\n`);
  process.on("exit", (status) => {
    if (status === EXIT.done) process.exitCode = EXIT.partlyFailed;
  });
});
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

/** Does what the command line says; the exit status is the process's. */
export async function run(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    const help = error instanceof CommanderError && error.exitCode === 0;
    if (help) return;
    context.err(`${errorLine(error, process.argv.includes("--debug"))}\n`);
    process.exitCode = EXIT.wrongInput;
  }
}
