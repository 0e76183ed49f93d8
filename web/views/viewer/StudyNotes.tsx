import type { JSX } from "preact";
import { significant } from "../../../src/report/numbers.ts";
import { structure, study } from "../../state/study.ts";
import { OpenButtons } from "../shell/OpenButtons.tsx";

/** The voxels of the structure, and what was unusual about the files. */
export function StudyNotes(): JSX.Element | null {
  const info = study.value?.info;
  const grid = structure.value?.info.grid;
  if (info === undefined) return null;
  const { title, notes, leftOut } = info;
  return (
    <section aria-label="Study">
      <h2>{title}</h2>
      <OpenButtons />
      {grid !== undefined && (
        <p class="note">
          {grid.shape.join(" × ")} voxels of {grid.spacingMm.map((mm) => significant(mm)).join(" × ")} mm
        </p>
      )}
      {leftOut.length > 0 && (
        <div class="failure" role="alert">
          <strong class="alert">Left out</strong>
          <ul class="note">
            {leftOut.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
      {notes.length > 0 && (
        <details>
          <summary>{notes.length === 1 ? "1 remark" : `${notes.length} remarks`}</summary>
          <ul class="note">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
