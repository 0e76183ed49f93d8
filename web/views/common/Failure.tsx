import type { ComponentChildren, JSX } from "preact";
import { SoftdiceError } from "../../../src/core/errors.ts";

/** Why something failed, and what to do; below it buttons that do it. */
export function Failure({ error, children }: { error: Error; children?: ComponentChildren }): JSX.Element {
  if (!(error instanceof SoftdiceError)) {
    return (
      <div class="failure" role="alert">
        {error.message}
        {children}
      </div>
    );
  }
  return (
    <div class="failure" role="alert">
      <strong class="alert">
        {error.subject}: {error.problem}
      </strong>
      <span>Expected {error.expected}.</span>
      <span>What to do: {error.remedy}.</span>
      {children}
    </div>
  );
}
