import type { JSX } from "preact";
import { significant } from "../../../src/report/numbers.ts";
import { voxelVolumeMl } from "../../../src/image/grid.ts";
import { observerLine } from "../../planes/styles.ts";
import { lines, toggleLine } from "../../state/lines.ts";
import { renameMap, renameObserver, renameStructure } from "../../state/assignment.ts";
import { change } from "../../state/store.ts";
import { counted, observerNames, structure, structureNames, study } from "../../state/study.ts";
import { Sample } from "../common/Sample.tsx";
import { OpenButtons } from "../shell/OpenButtons.tsx";

/** What is open, its structures, and the observers of the one that is shown. */
export function Lists(): JSX.Element {
  return (
    <div class="stack">
      <StudyCard />
      <StructureList />
      <ObserverList />
    </div>
  );
}

function StudyCard(): JSX.Element | null {
  const info = study.value?.info;
  if (info === undefined) return null;
  const { title, notes, leftOut } = info;
  const grid = structure.value?.info.grid;
  return (
    <section class="card" aria-label="Study">
      <h2>{title}</h2>
      {grid !== undefined && (
        <p class="note">
          {grid.shape.join(" × ")} voxels of {grid.spacingMm.map((mm) => significant(mm)).join(" × ")} mm
        </p>
      )}
      <OpenButtons />
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

function StructureList(): JSX.Element | null {
  const structures = study.value?.info.structures ?? [];
  const chosen = structure.value?.index;
  return (
    <section class="card" aria-labelledby="structures">
      <h2 id="structures">Structures</h2>
      <div class="structures" role="radiogroup" aria-labelledby="structures">
        {structures.map(({ kind, observers }, index) => {
          const own = observers.length;
          return (
            <label key={index}>
              <input
                type="radio"
                name="structure"
                checked={index === chosen}
                onChange={() => change("viewer", { structure: index, count: "auto", at: "" })}
              />
              <span>{structureNames.value[index]}</span>
              <span
                class="note"
                title={kind === "map" ? "a probability map" : `${own} observer${own === 1 ? "" : "s"}`}
              >
                {kind === "map" ? "map" : `× ${own}`}
                {kind === "masks" && <span class="visually-hidden"> observers</span>}
              </span>
            </label>
          );
        })}
      </div>
      {chosen !== undefined && (
        <label class="field">
          <span class="note">Name of the structure</span>
          <input
            type="text"
            value={structureNames.value[chosen]}
            maxLength={64}
            onChange={(event) => {
              const name = event.currentTarget.value.trim();
              if (name !== "") rename(chosen, name);
            }}
          />
        </label>
      )}
    </section>
  );
}

function ObserverList(): JSX.Element | null {
  const chosen = structure.value;
  if (chosen === undefined || chosen.info.kind === "map") return null;
  const { grid } = chosen.info;
  const names = observerNames.value[chosen.index];
  const on = new Set(counted.value);
  const rename = (k: number, name: string): void => {
    if (name !== "") void renameObserver(names[k], name);
  };
  return (
    <section class="card" aria-labelledby="observers">
      <h2 id="observers">Observers</h2>
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">Use</th>
            <th scope="col">Line</th>
            <th scope="col" class="text">
              Name
            </th>
            <th scope="col">mL</th>
          </tr>
        </thead>
        <tbody>
          {chosen.info.observers.map(({ voxels }, k) => (
            <tr key={k}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`${names[k]} counts`}
                  checked={on.has(k)}
                  onChange={() => {
                    if (!on.delete(k)) on.add(k);
                    change("viewer", { count: [...on].sort((a, b) => a - b).join(".") || "none" });
                  }}
                />
              </td>
              <td>
                <label class="row">
                  <input
                    type="checkbox"
                    aria-label={`Outline of ${names[k]}`}
                    checked={lines.value.has(`o${k}`)}
                    disabled={!on.has(k)}
                    onChange={() => toggleLine(`o${k}`)}
                  />
                  <Sample style={observerLine(k)} />
                </label>
              </td>
              <td class="text">
                <input
                  type="text"
                  aria-label={`Name of observer ${k + 1}`}
                  value={names[k]}
                  maxLength={64}
                  onChange={(event) => rename(k, event.currentTarget.value.trim())}
                />
              </td>
              <td>{significant(voxels * voxelVolumeMl(grid), 4)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">
        Earlier consensuses among the contours do not count unless you say so. Thirty observers at most.
      </p>
    </section>
  );
}

function rename(index: number, name: string): void {
  const { kind, name: own } = study.value!.info.structures[index];
  if (kind === "map") renameMap(own, name);
  else void renameStructure(structureNames.value[index], name);
}
