/** Everything of the outside world that a command touches besides files, so that tests can pass their own. */
export interface Context {
  /** Writes results to stdout. */
  readonly out: (text: string) => void;
  /** Writes progress and messages to stderr. */
  readonly err: (text: string) => void;
  /** Whether stderr is a terminal: progress is a bar there and a line now and then elsewhere. */
  readonly isTerminal: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborted when the user stops the program. */
  readonly signal: AbortSignal;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Options that every command takes where they make sense. */
export interface CommonOptions {
  readonly seed: number;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly force: boolean;
}

/** Options of commands that spread their work over threads. */
export interface ParallelOptions extends CommonOptions {
  readonly workers: number;
}

/** Exit status of a command, as the contract fixes them. */
export const EXIT = { done: 0, partlyFailed: 1, wrongInput: 2, stopped: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
