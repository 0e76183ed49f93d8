import type { JSX } from "preact";
import { formatAddress } from "../../state/address.ts";
import { take } from "../../state/history.ts";
import { address } from "../../state/store.ts";
import { study } from "../../state/study.ts";
import type { Question as Asked } from "../../work/study/stored.ts";

/** Asks who drew what, where the names of files leave it open; an answer is a choice that can be taken back. */
export function Question(): JSX.Element | null {
  const asked = study.value?.info.question;
  if (asked === undefined) return null;
  const { error, readings } = asked;
  return (
    <section class="panel question" aria-labelledby="question">
      <h2 id="question">Who drew what?</h2>
      <p>
        {readings.length > 1
          ? `Names of files and folders can be understood in ${readings.length} ways. Which one is right?`
          : `The ${error.subject} ${error.problem}.`}
      </p>
      <div class="row">
        {readings.map((reading) => (
          <button key={reading.pattern} type="button" onClick={() => void answer(reading)}>
            {inWords(reading)}
          </button>
        ))}
      </div>
      <p class="note">
        {readings.length > 0 ? "Or place" : "Place"} each delineation by hand, or set the rules under which
        they are combined, in <a href={formatAddress({ ...address.value, view: "assign" })}>Assign</a>.
      </p>
    </section>
  );
}

type Reading = Asked["readings"][number];

function answer({ pattern }: Reading): Promise<boolean> {
  return take(`Read names as ${pattern}`, ({ policy }) => ({
    assignment: undefined,
    patient: undefined,
    policy: { ...policy, pattern },
  }));
}

/** What a reading makes of a file: “P1/Ann.nii”: patient P1, observer Ann. */
function inWords({ file, said }: Reading): string {
  const roles = (["patient", "observer", "structure"] as const).flatMap((role) =>
    said[role] === undefined ? [] : [`${role} ${said[role]}`],
  );
  return `“${file}”: ${roles.join(", ")}`;
}
