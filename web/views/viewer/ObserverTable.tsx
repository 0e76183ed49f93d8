import type { JSX } from "preact";
import { fixed, significant } from "../../../src/report/numbers.ts";
import { voxelVolumeMl } from "../../../src/image/grid.ts";
import { shownFigures } from "../../state/structureFigures.ts";
import { hidden, toggleObserver } from "../../state/lines.ts";
import { personNumber } from "../../state/people.ts";
import { change } from "../../state/store.ts";
import { analysis, counted, observerNames, structure } from "../../state/study.ts";
import { isolate, isolated, pointedAt, single } from "../../state/viewer.ts";
import { Explained } from "../common/Explained.tsx";
import { ObserverMark } from "../common/ObserverMark.tsx";
import { percentOff } from "../common/percentOff.ts";
import { EXPLANATIONS } from "./explanations.ts";
import { Figure } from "./Figure.tsx";
import { Icon } from "../common/Icon.tsx";
import { Remarks } from "./Remarks.tsx";

/** The observers of the structure: who counts, how large, how near to the others, and whose contours are shown. */
export function ObserverTable(): JSX.Element | null {
  const chosen = structure.value;
  if (chosen === undefined || chosen.info.kind === "map") return null;
  return (
    <section aria-labelledby="observers">
      <h2 id="observers">Observers</h2>
      <table class="observer-table">
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">Counts</span>
            </th>
            <th scope="col" class="text">
              Name
            </th>
            <th scope="col">mL</th>
            <th scope="col">
              <Explained text={EXPLANATIONS["to mean"]}>to mean</Explained>
            </th>
            <th scope="col">
              <Explained text={EXPLANATIONS.others}>Dice</Explained>
            </th>
            <th scope="col">
              <span class="visually-hidden">Contours</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {chosen.info.observers.map((_, index) => (
            <ObserverRow key={index} index={index} />
          ))}
        </tbody>
      </table>
      <Remarks place="observers" />
    </section>
  );
}

function ObserverRow({ index }: { readonly index: number }): JSX.Element {
  const { info, index: structureIndex } = structure.value!;
  const name = observerNames.value[structureIndex][index];
  const isCounting = counted.value.includes(index);
  const k = analysis.value?.observers.findIndex((one) => one.index === index) ?? -1;
  const own = k < 0 ? undefined : shownFigures.value?.raters.at(k);
  const others = k < 0 ? undefined : shownFigures.value?.agreement.perObserver.at(k);
  const volumeMl = own?.volumeMl ?? info.observers[index].voxels * voxelVolumeMl(info.grid);
  const isAlone = single.value === index;
  const isShown = !hidden.value.has(index);
  const toggleCounting = (): void => {
    const on = new Set(counted.value);
    if (!on.delete(index)) on.add(index);
    change("viewer", { count: [...on].sort((a, b) => a - b).join(".") || "none" });
  };
  return (
    <tr
      class={isAlone ? "alone" : isCounting ? undefined : "left-out"}
      onPointerEnter={() => isCounting && (pointedAt.value = index)}
      onPointerLeave={() => (pointedAt.value = undefined)}
    >
      <td>
        <input type="checkbox" aria-label={`${name} counts`} checked={isCounting} onChange={toggleCounting} />
      </td>
      <th scope="row" class="text">
        <button
          type="button"
          class="observer-name"
          aria-pressed={isolated.value === index}
          title={`Show ${name} alone${index < 9 ? ` (O ${index + 1})` : ""}`}
          disabled={!isCounting}
          onClick={() => isolate(index)}
        >
          <ObserverMark index={personNumber(index)} isPointedAt={isAlone} />
          <span>{name}</span>
        </button>
      </th>
      <td>
        {own === undefined ? (
          significant(volumeMl)
        ) : (
          <Figure path={`raters.${k}.volumeMl`} value={volumeMl} text={significant(volumeMl)} />
        )}
      </td>
      <td>
        {own !== undefined && (
          <Figure path={`raters.${k}.volumeBias`} value={own.volumeBias} text={percentOff(own.volumeBias)} />
        )}
      </td>
      <td>
        {others !== undefined && (
          <Figure path={`agreement.perObserver.${k}.dice`} value={others.dice} text={fixed(others.dice, 2)} />
        )}
      </td>
      <td>
        <button
          type="button"
          class="icon-button"
          aria-pressed={isShown}
          aria-label={`Contours of ${name}`}
          disabled={!isCounting}
          onClick={() => toggleObserver(index)}
        >
          <Icon name={isShown ? "eye" : "hidden"} />
        </button>
      </td>
    </tr>
  );
}
