import type { JSX } from "preact";
import { leaveOut, type Placed, place } from "../../state/assignment.ts";
import { Icon } from "../common/Icon.tsx";
import { chosenCell, volumeOf } from "./Grid.tsx";
import { inCell, splitOff } from "./moving.ts";

/** What a chosen cell holds, and which of several delineations counts in it. */
export function CellPanel(): JSX.Element | null {
  const cell = chosenCell.value;
  if (cell === undefined) return null;
  const { structure, observer } = cell;
  const { counting, waiting } = inCell(structure, observer);
  const all = [...counting, ...waiting];
  const first = counting.at(0);
  const choose = (one: Placed): void => {
    const { input, item } = one;
    void place(`Chose ${item || input} for ${structure}, ${observer}`, [
      { input, item, structure, observer },
    ]);
  };
  return (
    <section class="panel cell-panel" aria-label={`${structure}, ${observer}`}>
      <div>
        <h3>
          {structure} · {observer}
        </h3>
        <p class="note">
          {all.length === 0
            ? "not drawn"
            : all.length === 1
              ? "one delineation"
              : `${all.length} delineations; one counts`}
        </p>
      </div>
      <div class="choices" role="radiogroup" aria-label="Which one counts">
        {all.map((one) => (
          <label key={`${one.input} ${one.item}`} class="choice">
            <input type="radio" name="counts" checked={one.counts} onChange={() => choose(one)} />
            <span>
              {one.item || one.input}
              <small>
                {one.item === "" ? "" : `${one.input} · `}
                {one.counts
                  ? one.decision === "failed"
                    ? one.why
                    : volumeOf(structure, one)
                  : one.why || "set aside"}
              </small>
            </span>
          </label>
        ))}
      </div>
      {first !== undefined && (
        <div class="row">
          <button type="button" onClick={() => void splitOff(first)}>
            Split off
          </button>
          <button type="button" onClick={() => void leaveOut(first)}>
            Leave out
          </button>
        </div>
      )}
      <button type="button" class="quiet" aria-label="Close" onClick={() => (chosenCell.value = undefined)}>
        <Icon name="close" />
      </button>
    </section>
  );
}
