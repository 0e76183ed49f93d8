import { visibleLine } from "./visible.ts";

/** What a {@link SoftdiceError} says, in the order in which it is read. */
export interface Fault {
  /** The argument, option, file or field that is wrong. */
  readonly subject: string;
  /** What is wrong with it, with the offending value. */
  readonly problem: string;
  /** What would have been right. */
  readonly expected: string;
  /** What the reader can do about it. */
  readonly remedy: string;
  /** The error that lies behind this one, if any. */
  readonly cause?: unknown;
}

/**
 * The one error that softdice throws for input it cannot use. Its fields are as they were given; its message is one line,
 * `<subject>: <problem>, expected <expected>; <remedy>`, fit for a terminal and for a page.
 *
 * @example
 * import { dice, SoftdiceError } from "softdice";
 *
 * let subject = "";
 * try {
 *   dice([0, 2], [0, 1]);
 * } catch (error) {
 *   if (error instanceof SoftdiceError) subject = error.subject;
 * }
 * subject; // "s[1]"
 */
export class SoftdiceError extends Error {
  override readonly name = "SoftdiceError";
  readonly subject: string;
  readonly problem: string;
  readonly expected: string;
  readonly remedy: string;

  constructor(fault: Fault) {
    const { subject, problem, expected, remedy } = fault;
    super(
      `${printable(subject)}: ${printable(problem)}, expected ${printable(expected)}; ${printable(remedy)}`,
      { cause: fault.cause },
    );
    this.subject = subject;
    this.problem = problem;
    this.expected = expected;
    this.remedy = remedy;
  }
}

/** Text in one line of no more than 500 characters, with what would steer a terminal spelt out. */
function printable(text: string): string {
  const clean = visibleLine(text);
  return clean.length > 500 ? `${clean.slice(0, 499)}…` : clean;
}
