import cliProgress from "cli-progress";
import type { Context } from "./context.ts";

/** Shows how far a long computation is. */
export interface Progress {
  /** `done` of the total are finished. */
  update(done: number): void;
  /** Takes the bar away. */
  stop(): void;
}

/** Milliseconds between two lines where stderr is no terminal. */
const LINE_INTERVAL_MS = 10_000;

/**
 * A bar with rate and time left on a terminal, a line now and then elsewhere, nothing when quiet.
 *
 * @param resumed how many of the total were finished before this run: they do not count for the rate
 */
export function startProgress(
  context: Context,
  options: {
    readonly total: number;
    readonly resumed: number;
    readonly unit: string;
    readonly quiet: boolean;
  },
): Progress {
  if (options.quiet) return { update: () => undefined, stop: () => undefined };
  const started = performance.now();
  const describe = (done: number): string => {
    const seconds = (performance.now() - started) / 1000;
    const rate = (done - options.resumed) / seconds;
    if (!(rate > 0) || seconds < 0.5) return `${done}/${options.total} ${options.unit}`;
    const left = formatDuration((options.total - done) / rate);
    return `${done}/${options.total} ${options.unit}, ${rate.toPrecision(3)} a second, ${left} left`;
  };
  return context.isTerminal ? bar(options, describe) : lines(context, describe);
}

function bar(
  { total, resumed }: { readonly total: number; readonly resumed: number },
  describe: (done: number) => string,
): Progress {
  const view = new cliProgress.SingleBar(
    { format: "  {bar} {percentage} % | {text}", clearOnComplete: true, hideCursor: true, etaBuffer: 1 },
    cliProgress.Presets.shades_classic,
  );
  view.start(total, resumed, { text: describe(resumed) });
  return {
    update: (done) => view.update(done, { text: describe(done) }),
    stop: () => view.stop(),
  };
}

function lines(context: Context, describe: (done: number) => string): Progress {
  let last = performance.now();
  return {
    update(done) {
      if (performance.now() - last < LINE_INTERVAL_MS) return;
      last = performance.now();
      context.err(`softdice: ${describe(done)}\n`);
    },
    stop: () => undefined,
  };
}

/** 75 → "1 min 15 s". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
