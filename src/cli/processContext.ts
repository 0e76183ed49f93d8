import { visible } from "../core/visible.ts";
import { type Context, EXIT } from "./context.ts";

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
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT.done);
    throw error;
  });
  return context;
}
