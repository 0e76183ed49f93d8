import type { JSX } from "preact";
import { fewestForOutlier } from "../../../src/raters/agreement/outlier.ts";
import type { ConsensusSummary } from "../../../src/raters/consensusSummary.ts";
import { fixed } from "../../../src/report/numbers.ts";
import { shownFigures } from "../../state/structureFigures.ts";
import { change } from "../../state/store.ts";
import { lookAt, structure, structureNames, study } from "../../state/study.ts";
import { Icon } from "../common/Icon.tsx";

/** Shows the structure before or after the one that is shown, around the ends. */
export function turnStructure(by: 1 | -1): void {
  const count = study.peek()?.info.structures.length ?? 0;
  const index = structure.peek()?.index;
  if (index !== undefined && count > 1) chooseStructure((index + by + count) % count);
}

function chooseStructure(index: number): void {
  change("viewer", lookAt(index));
}

/** Which structure is shown, a way to the others, and who differs, in a sentence. */
export function InspectorHead(): JSX.Element | null {
  const chosen = structure.value;
  const structures = study.value?.info.structures ?? [];
  if (chosen === undefined) return null;
  const names = structureNames.value;
  return (
    <section class="inspector-head" aria-label="Structure">
      <div class="row">
        {structures.length > 1 ? (
          <select
            class="title"
            aria-label="Structure"
            value={String(chosen.index)}
            onChange={(event) => chooseStructure(Number(event.currentTarget.value))}
          >
            {structures.map((_, index) => (
              <option key={index} value={String(index)}>
                {names[index]}
              </option>
            ))}
          </select>
        ) : (
          <h2 class="title">{names[chosen.index]}</h2>
        )}
        {structures.length > 1 && (
          <>
            <button
              type="button"
              class="icon-button"
              aria-label="Previous structure"
              title="Previous (K)"
              onClick={() => turnStructure(-1)}
            >
              <Icon name="previous" />
            </button>
            <span class="note">
              {chosen.index + 1} of {structures.length}
            </span>
            <button
              type="button"
              class="icon-button"
              aria-label="Next structure"
              title="Next (J)"
              onClick={() => turnStructure(1)}
            >
              <Icon name="next" />
            </button>
          </>
        )}
      </div>
      {shownFigures.value !== undefined && <p>{whoDiffers(shownFigures.value)}</p>}
    </section>
  );
}

/** Who stands out, or that nobody does; nobody else is accused. */
export function whoDiffers({ agreement, raters }: Pick<ConsensusSummary, "agreement" | "raters">): string {
  const ranked = agreement.perObserver
    .filter(({ dice }) => Number.isFinite(dice))
    .sort((a, b) => a.dice - b.dice);
  if (ranked.length === 0) return raters.length === 1 ? "One observer: nothing to agree on." : "";
  const [lowest, next] = ranked;
  const dice = fixed(lowest.dice, 2);
  if (agreement.standsOut !== null) {
    const own = ranked.find(({ name }) => name === agreement.standsOut?.name) ?? lowest;
    const other = own === lowest ? next : lowest;
    return `${own.name} differs: Dice ${fixed(own.dice, 2)} with the others’ consensus, ${own === lowest ? "the next lowest" : "the lowest"} has ${fixed(other.dice, 2)}.`;
  }
  const few = raters.length < fewestForOutlier ? `fewer than ${fewestForOutlier} observers; ` : "";
  return `Nobody stands out (${few}lowest is ${lowest.name}, Dice ${dice} with the others’ consensus).`;
}
