import { type Assignment, mappingOf } from "../../../src/study/assignment.ts";
import type { Policy } from "../../../src/study/policy.ts";

/** What the user chose for a study: all that its figures depend on beside its files. */
export interface Choices {
  /** Places of all delineations; undefined as long as they are those that reading came to. */
  readonly assignment: Assignment | undefined;
  /** Which of several patients; undefined as long as nobody said, who then are refused together. */
  readonly patient: number | undefined;
  readonly policy: Pick<
    Policy,
    | "grid"
    | "series"
    | "nested"
    | "betweenPlanes"
    | "resample"
    | "assumeSameFrame"
    | "assumeSamePatient"
    | "pattern"
  >;
}

export const NO_CHOICES: Choices = { assignment: undefined, patient: undefined, policy: {} };

/** The choices as the interpreter of studies takes them, which gets what a pattern says place by place. */
export function policyOf({ assignment, policy }: Choices): Policy {
  const rois = assignment === undefined ? undefined : mappingOf(assignment);
  return { ...policy, pattern: undefined, rois };
}

/** The same with the first patient, where nothing is said of them: the page shows whom. */
export function withPatient(choices: Choices): Choices {
  const isSaid = choices.policy.assumeSamePatient === true;
  return isSaid ? choices : { ...choices, patient: choices.patient ?? 0 };
}
