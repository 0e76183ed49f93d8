import { visible } from "../core/visible.ts";
import { type Context, EXIT } from "./context.ts";
import { errorLine } from "./errorLine.ts";
import { printError } from "./files.ts";

/**
 * The process as a {@link Context}: its streams, its clock, and the signals that stop it, which it listens to from now on.
 * The first of them aborts the context's signal if the command looks at it, and else ends the process; the second ends it.
 */
export function processContext(): Context {
  const stop = new AbortController();
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

  const onStop = (): void => {
    if (stop.signal.aborted) process.exit(EXIT.stopped);
    stop.abort();
    if (stopsByItself) return;
    context.err("softdice: stopped; the same command starts anew\n");
    process.exit(EXIT.stopped);
  };
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
  return context;
}
