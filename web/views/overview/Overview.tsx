import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { people, personIndex, placed } from "../../state/assignment.ts";
import { formatAddress } from "../../state/address.ts";
import { figures } from "../../state/figures.ts";
import { address, parameter } from "../../state/store.ts";
import { counted, shownPatient, structure, structureNames, study } from "../../state/study.ts";
import { Icon } from "../common/Icon.tsx";
import { inTheApp } from "../common/inTheApp.ts";
import { ObserverMark } from "../common/ObserverMark.tsx";
import { Question } from "../common/Question.tsx";
import { answerOf } from "./answer.ts";
import { Matrix, viewerOf } from "./Matrix.tsx";
import { remarksOf } from "./remarks.ts";
import { type Row, rowsOf, sortRows } from "./rows.ts";

const sort = parameter("overview", "sort");

/** Remarks below the matrix; the others stand with their rows. */
const REMARKS_SHOWN = 3;

const rows = computed((): readonly Row[] => {
  const open = study.value;
  if (open === undefined) return [];
  const waiting = placed.value.filter(({ counts, decision }) => !counts || decision === "left out");
  return rowsOf(open.info, structureNames.value, figures.value, people.value, waiting);
});

/** The answer in a sentence, the evidence in a matrix, and what to see to. */
export function Overview(): JSX.Element {
  return (
    <section class="overview" aria-label="Overview of the study">
      <Question />
      <Answer />
      <Observers />
      {rows.value.length > 0 && <Matrix rows={sortRows(rows.value, sort.value)} />}
      <LeftOutInViewer />
      <Remarks />
    </section>
  );
}

/** Why there is nothing of observers to compare, and what there is. */
function nothingCompared(all: readonly Row[]): string {
  const maps = all.filter(({ kind }) => kind === "map").length;
  if (maps === 0) return "Nothing to compare: no structure could be used. What stands in the way is below.";
  const what = maps === 1 ? "A probability map" : `${maps} probability maps`;
  return `${what}, and no observers to compare: the Viewer shows where to cut ${maps === 1 ? "it" : "them"}.`;
}

function Answer(): JSX.Element | null {
  const answer = answerOf(rows.value);
  const patients = study.value?.info.patients ?? [];
  const masks = rows.value.filter(({ kind }) => kind === "masks");
  const done = masks.filter((row) => row.figures !== undefined).length;
  if (rows.value.length === 0) return null;
  return (
    <div class="answer" aria-live="polite">
      <h2>
        {answer?.agreement ??
          (masks.length === 0
            ? nothingCompared(rows.value)
            : `${done} of ${masks.length} structures computed …`)}
      </h2>
      {shownPatient.value !== undefined && (
        <p>
          The files are of {patients.length} patients; this is {shownPatient.value}.
        </p>
      )}
      {answer !== undefined && answer.methods !== "" && <p>{answer.methods}</p>}
    </div>
  );
}

/** Who drew, and how much of the study. */
function Observers(): JSX.Element {
  const count = (name: string): number => rows.value.filter((row) => row.observers.includes(name)).length;
  const all = rows.value.filter(({ kind }) => kind === "masks").length;
  return (
    <ul class="people" aria-label="Observers">
      {people.value.map((name) => (
        <li key={name} class="chip">
          <ObserverMark index={personIndex(name)} />
          {name}
          <small>
            {count(name)} of {all}
          </small>
        </li>
      ))}
    </ul>
  );
}

/** Figures here are of everybody who was assigned, whoever counts in the viewer. */
function LeftOutInViewer(): JSX.Element | null {
  const shown = structure.value;
  const names = (shown?.info.observers ?? [])
    .filter((_, index) => !counted.value.includes(index))
    .map(({ name }) => name);
  if (shown === undefined || names.length === 0) return null;
  return (
    <p class="note">
      All observers count here. The viewer leaves {names.join(", ")} out of{" "}
      {structureNames.value[shown.index]}, and its figures differ from these.
    </p>
  );
}

/** What is left out without a structure that failed with it, which says why in its row. */
function leftOutApart(): readonly string[] {
  const { leftOut = [], failures = [] } = study.value?.info ?? {};
  const said = failures.map(({ error }) => `${error.subject}: ${error.problem}`);
  return leftOut.filter((text) => !said.some((one) => text.startsWith(one)));
}

function Remarks(): JSX.Element | null {
  const remarks = remarksOf(rows.value, leftOutApart());
  if (remarks.length === 0) return null;
  return (
    <ul class="panel remarks" aria-label="What to see to">
      {remarks.slice(0, REMARKS_SHOWN).map(({ title, text, isFailure, action, index }) => (
        <li key={`${title} ${text}`} class={isFailure ? "fail" : undefined}>
          <Icon name={isFailure ? "fail" : "warn"} />
          <p>
            <strong>{title}.</strong> {inTheApp(text)}{" "}
            {action === "show" && index !== undefined ? (
              <a href={viewerOf(index)}>Show</a>
            ) : (
              <a href={formatAddress({ ...address.value, view: "assign" })}>Assign</a>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
