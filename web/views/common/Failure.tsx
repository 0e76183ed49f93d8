import type { JSX } from "preact";
import { SoftdiceError } from "../../../src/core/errors.ts";

/** Why something failed, and what to do. */
export function Failure({ error }: { error: Error }): JSX.Element {
  if (!(error instanceof SoftdiceError)) {
    return (
      <div class="failure" role="alert">
        {error.message}
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
    </div>
  );
}
