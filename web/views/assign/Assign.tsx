import type { JSX } from "preact";
import { formatRois } from "../../../src/study/rois.ts";
import { mappingOf } from "../../../src/study/assignment.ts";
import { save } from "../../exports/save.ts";
import { assignment, people, placed, rows } from "../../state/assignment.ts";
import { choices, study } from "../../state/study.ts";
import { Icon } from "../common/Icon.tsx";
import { Question } from "../common/Question.tsx";
import { CellPanel } from "./CellPanel.tsx";
import { commandOf, ROIS_FILE } from "./command.ts";
import { Grid } from "./Grid.tsx";
import { inCell, spoken } from "./moving.ts";
import { Rules } from "./Rules.tsx";
import { Suggestions, Tray } from "./Tray.tsx";

/** What each structure and observer is made of, as a table that can be edited. */
export function Assign(): JSX.Element {
  return (
    <section class="assign" aria-label="Assignment of delineations">
      <div class="assign-main">
        <Question />
        <Headline />
        <Grid />
        <CellPanel />
        <Command />
      </div>
      <aside class="assign-side" aria-label="Delineations without a place, and rules">
        <Tray />
        <Suggestions />
        <Rules />
      </aside>
      <p class="visually-hidden" role="status">
        {spoken.value}
      </p>
    </section>
  );
}

function Headline(): JSX.Element {
  const cells = rows.value.flatMap((structure) =>
    people.value.map((observer) => inCell(structure, observer).counting.length),
  );
  const filled = cells.filter((count) => count > 0).length;
  const failed = placed.value.filter(({ decision }) => decision === "failed").length;
  const waiting = placed.value.filter(({ counts }) => !counts).length;
  const said = [
    `${filled} of ${cells.length} cells filled`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(waiting > 0 ? [`${waiting} left out`] : []),
  ];
  return (
    <div class="answer">
      <h2>{said.join("; ")}.</h2>
      <p>
        Drag a delineation to move it, a row or a column onto another to make them one. By keyboard:{" "}
        <kbd>Space</kbd> lifts and drops, arrows move, <kbd>Enter</kbd> chooses, <kbd>F2</kbd> renames,{" "}
        <kbd>Delete</kbd> leaves out.
      </p>
    </div>
  );
}

/** The same on the command line. */
function Command(): JSX.Element {
  const open = study.value;
  const inputs = open === undefined ? [] : open.files.map(({ path }) => path);
  const isAnswered = open !== undefined && open.info.question === undefined;
  return (
    <div class="command">
      {inputs.length > 0 && isAnswered && (
        <>
          <span class="muted">Same as</span>
          <code tabIndex={0}>{commandOf(inputs, choices.value, open.info)}</code>
        </>
      )}
      <button type="button" onClick={() => save(ROIS_FILE, formatRois(mappingOf(assignment.value)))}>
        <Icon name="save" /> Save --rois file
      </button>
    </div>
  );
}
