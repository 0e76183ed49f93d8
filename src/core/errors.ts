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
 * The one error that softdice throws for input it cannot use. Its message is one line,
 * `<subject>: <problem>, expected <expected>; <remedy>`, fit for a terminal and for a page.
 */
export class SoftdiceError extends Error {
  override readonly name = "SoftdiceError";
  readonly subject: string;
  readonly problem: string;
  readonly expected: string;
  readonly remedy: string;

  constructor(fault: Fault) {
    super(`${fault.subject}: ${fault.problem}, expected ${fault.expected}; ${fault.remedy}`, {
      cause: fault.cause,
    });
    this.subject = fault.subject;
    this.problem = fault.problem;
    this.expected = fault.expected;
    this.remedy = fault.remedy;
  }
}
