import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { significant } from "../../../src/report/numbers.ts";
import { looseName } from "../../../src/study/assignment.ts";
import { parseBracket, sameName } from "../../../src/study/names.ts";
import { voxelVolumeMl } from "../../../src/image/grid.ts";
import {
  leaveOut,
  people,
  personIndex,
  type Placed,
  place,
  renameObserver,
  renameStructure,
  rows,
  suggestions,
} from "../../state/assignment.ts";
import { structureNames, study } from "../../state/study.ts";
import { Icon } from "../common/Icon.tsx";
import { ObserverMark } from "../common/ObserverMark.tsx";
import { dropOn, inCell, isLifted, lift, lifted, type Lifted, spoken, type Target } from "./moving.ts";

/** The cell that the panel below is about. */
export const chosenCell = signal<{ readonly structure: string; readonly observer: string } | undefined>(
  undefined,
);
/** The cell that keys act on: row and column, 0 for heads. */
const focused = signal<readonly [number, number]>([1, 1]);
/** The row or column whose name is being written. */
const renaming = signal<Head | undefined>(undefined);

type Head = Extract<Lifted, { name: string }>;

/** Structures by observers, each cell what counts there; the last row and column make new ones. */
export function Grid(): JSX.Element {
  const table = useRef<HTMLTableElement>(null);
  const isByKeys = useRef(false);
  const structures = rows.value;
  const observers = people.value;
  const size = [structures.length + 2, observers.length + 2] as const;
  const focusCell = (row: number, column: number): void => {
    focused.value = [clamp(row, size[0]), clamp(column, size[1])];
    const [r, c] = focused.value;
    table.current?.querySelector<HTMLElement>(`[data-cell="${r}.${c}"]`)?.focus();
  };
  // Whoever works by keys stays in the table where what they changed takes the cell in use away.
  useLayoutEffect(() => {
    if (isByKeys.current && document.activeElement === document.body) focusCell(...focused.value);
  });
  const keys = (event: KeyboardEvent): void => {
    isByKeys.current = true;
    if (event.target instanceof HTMLInputElement) return;
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const [row, column] = focused.value;
    if (step !== undefined) focusCell(row + step[0], column + step[1]);
    else if (event.key === "Escape" && lifted.value !== undefined) {
      lifted.value = undefined;
      spoken.value = "Put back";
    } else if (!act(event.key, row, column)) return;
    event.preventDefault();
  };
  return (
    <div class="panel wide">
      <table
        ref={table}
        class={lifted.value === undefined ? "assignment" : "assignment lifting"}
        role="grid"
        aria-label="Structures by observers"
        onKeyDown={keys}
        onPointerDown={() => (isByKeys.current = false)}
      >
        <thead>
          <tr role="row">
            <th role="columnheader" {...cellProps(0, 0)}>
              Structure
            </th>
            {observers.map((name, k) => (
              <HeadCell key={name} kind="observer" name={name} row={0} column={k + 1} />
            ))}
            <th
              role="columnheader"
              {...cellProps(0, size[1] - 1)}
              {...dropProps({ structure: undefined, observer: undefined })}
            >
              <span class="muted">New observer</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {structures.map((structure, n) => (
            <tr key={structure} role="row">
              <HeadCell kind="structure" name={structure} row={n + 1} column={0} />
              {observers.map((observer, k) => (
                <Cell key={observer} structure={structure} observer={observer} row={n + 1} column={k + 1} />
              ))}
              <td
                role="gridcell"
                class="new"
                aria-label={`New observer of ${structure}`}
                {...cellProps(n + 1, size[1] - 1)}
                {...dropProps({ structure, observer: undefined })}
              />
            </tr>
          ))}
          <tr role="row" class="new">
            <th role="rowheader" {...cellProps(size[0] - 1, 0)}>
              <span class="muted">New structure</span>
            </th>
            {[...observers, undefined].map((observer, k) => (
              <td
                key={k}
                role="gridcell"
                aria-label={`New structure of ${observer ?? "a new observer"}`}
                {...cellProps(size[0] - 1, k + 1)}
                {...dropProps({ structure: undefined, observer })}
              />
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

/** What a key does in a cell. @returns whether it did anything */
function act(key: string, row: number, column: number): boolean {
  const structure = rows.value.at(row - 1);
  const observer = people.value.at(column - 1);
  const inRows = row > 0 && row <= rows.value.length;
  const inColumns = column > 0 && column <= people.value.length;
  const target: Target = {
    structure: inRows ? structure : undefined,
    observer: inColumns ? observer : undefined,
  };
  const head: Head | undefined =
    column === 0 && inRows
      ? { kind: "structure", name: structure! }
      : row === 0 && inColumns
        ? { kind: "observer", name: observer! }
        : undefined;
  const counting = inRows && inColumns ? inCell(structure!, observer!).counting : [];
  if (key === " " && lifted.value !== undefined) void dropOn(target);
  else if (key === " " && head !== undefined) lift(head);
  else if (key === " " && counting.length > 0) lift({ kind: "item", item: counting[0] });
  else if (key === "F2" && head !== undefined) renaming.value = head;
  else if (key === "Enter" && inRows && inColumns) {
    const ghost = ghostOf(structure!, observer!);
    if (counting.length === 0 && ghost !== undefined) void accept(ghost);
    else chosenCell.value = { structure: structure!, observer: observer! };
  } else if (key === "Enter" && head !== undefined) renaming.value = head;
  else if (key === "Delete" && counting.length > 0) void leaveOut(counting[0]);
  else return false;
  return true;
}

function HeadCell(props: {
  kind: "structure" | "observer";
  name: string;
  row: number;
  column: number;
}): JSX.Element {
  const { kind, name, row, column } = props;
  const own: Lifted = { kind, name };
  const isRenaming = renaming.value?.kind === kind && renaming.value.name === name;
  const count =
    kind === "observer" ? rows.value.filter((one) => inCell(one, name).counting.length > 0).length : 0;
  const target =
    kind === "structure"
      ? { structure: name, observer: undefined }
      : { structure: undefined, observer: name };
  return (
    <th
      role={kind === "structure" ? "rowheader" : "columnheader"}
      draggable
      onDragStart={() => lift(own)}
      onDragEnd={() => (lifted.value = undefined)}
      onDblClick={() => (renaming.value = { kind, name })}
      {...cellProps(row, column)}
      {...dropProps(target)}
    >
      {isRenaming ? (
        <NameField kind={kind} name={name} />
      ) : (
        <span class="head-name">
          {kind === "observer" && <ObserverMark index={personIndex(name)} />}
          <span>{name}</span>
          {kind === "observer" && <small>{count}</small>}
          <button
            type="button"
            class="quiet"
            tabIndex={-1}
            aria-label={`Rename ${name}`}
            title="Rename (F2)"
            onClick={() => (renaming.value = { kind, name })}
          >
            ✎
          </button>
        </span>
      )}
    </th>
  );
}

function NameField({ kind, name }: { kind: "structure" | "observer"; name: string }): JSX.Element {
  const end = (event: Event, isKept: boolean): void => {
    if (renaming.value === undefined) return;
    renaming.value = undefined;
    const to = (event.currentTarget as HTMLInputElement).value.trim();
    if (isKept && to !== "" && to !== name)
      void (kind === "structure" ? renameStructure : renameObserver)(name, to);
  };
  return (
    <input
      type="text"
      aria-label={`Name of ${name}`}
      value={name}
      maxLength={64}
      ref={(input) => input?.focus()}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === "Escape") end(event, event.key === "Enter");
      }}
      onBlur={(event) => end(event, true)}
    />
  );
}

function Cell(props: { structure: string; observer: string; row: number; column: number }): JSX.Element {
  const { structure, observer, row, column } = props;
  const { counting, waiting } = inCell(structure, observer);
  const ghost = counting.length === 0 ? ghostOf(structure, observer) : undefined;
  const first = counting.at(0);
  const chosen = chosenCell.value;
  const isChosen =
    chosen !== undefined && sameName(chosen.structure, structure) && sameName(chosen.observer, observer);
  return (
    <td
      role="gridcell"
      aria-selected={isChosen}
      aria-label={labelOf(structure, observer, first, waiting, ghost)}
      data-structure={structure}
      data-observer={observer}
      class={[
        first?.decision === "failed" ? "failed" : "",
        first !== undefined && isLifted(first) ? "lifted" : "",
      ].join(" ")}
      draggable={first !== undefined}
      onDragStart={() => first !== undefined && lift({ kind: "item", item: first })}
      onDragEnd={() => (lifted.value = undefined)}
      onClick={() => (chosenCell.value = { structure, observer })}
      {...cellProps(row, column)}
      {...dropProps({ structure, observer })}
    >
      {first !== undefined ? (
        <>
          <span class="cell-top">
            {first.decision === "failed" ? <Icon name="fail" size={14} /> : volumeOf(structure, first)}{" "}
            {counting.length + waiting.length > 1 && (
              <span class="badge">{counting.length + waiting.length} files</span>
            )}
          </span>{" "}
          <span class="cell-note">{first.decision === "failed" ? "failed" : sourceOf(structure, first)}</span>
        </>
      ) : ghost !== undefined ? (
        <button type="button" class="ghost" tabIndex={-1} onClick={() => void accept(ghost)}>
          {ghost.item === "" ? ghost.input : ghost.item}?
        </button>
      ) : (
        <span class="muted">{waiting.length > 0 ? `${waiting.length} waits` : "–"}</span>
      )}
    </td>
  );
}

function labelOf(
  structure: string,
  observer: string,
  first: Placed | undefined,
  waiting: readonly Placed[],
  ghost: ReturnType<typeof ghostOf>,
): string {
  const of = `${structure}, ${observer}`;
  if (ghost !== undefined) return `${of}: suggested ${ghost.item || ghost.input}`;
  if (first === undefined) return `${of}: ${waiting.length > 0 ? `${waiting.length} waits` : "not drawn"}`;
  const { item, input, why } = first;
  if (first.decision === "failed") return `${of}: failed, ${why}, ${item || input}`;
  // What is seen stands in it word for word.
  const files = waiting.length > 0 ? ` ${waiting.length + 1} files` : "";
  return `${of}: ${volumeOf(structure, first)}${files} ${sourceOf(structure, first)}, ${item || input}`;
}

export function ghostOf(structure: string, observer: string) {
  return suggestions.value.find(
    (one) => sameName(one.structure, structure) && sameName(one.observer, observer),
  );
}

export function accept(...taken: readonly NonNullable<ReturnType<typeof ghostOf>>[]): Promise<boolean> {
  const [first] = taken;
  const what =
    taken.length === 1
      ? `Took ${first.item || first.input} as ${first.structure}`
      : `Took ${taken.length} suggestions`;
  return place(what, taken);
}

/** The volume of a delineation, where its structure has its grid; else its voxels. */
export function volumeOf(structure: string, { voxels, observer }: Placed): string {
  if (voxels === null) return "not drawn yet";
  const index = structureNames.value.findIndex((name) => sameName(name, structure));
  const info = study.value?.info.structures.at(index);
  const isOnGrid =
    info?.observers.some((one) => sameName(one.name, observer) && one.voxels === voxels) === true;
  return index >= 0 && info !== undefined && isOnGrid
    ? `${significant(voxels * voxelVolumeMl(info.grid), 3)} mL`
    : `${voxels} voxels`;
}

/** The delineation's own name where it differs from its row, and its file. */
function sourceOf(structure: string, { item, input, observer }: Placed): string {
  const file = input.split("/").at(-1) ?? input;
  const ofRow = [structure, `${structure} (${observer})`];
  const isSame = item === "" || ofRow.some((name) => looseName(name) === looseName(item));
  const isSpelledSo = item === "" || parseBracket(item).structure === structure;
  return isSame && isSpelledSo ? file : `${item} · ${file}`;
}

function cellProps(row: number, column: number) {
  const isFocused = focused.value[0] === row && focused.value[1] === column;
  return {
    "data-cell": `${row}.${column}`,
    tabIndex: isFocused ? 0 : -1,
    onFocus: () => {
      if (!isFocused) focused.value = [row, column];
    },
  };
}

function dropProps(target: Target) {
  return {
    onDragOver: (event: DragEvent) => {
      if (lifted.value !== undefined) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      if (lifted.value === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      void dropOn(target);
    },
  };
}

function clamp(value: number, size: number): number {
  return Math.max(0, Math.min(size - 1, value));
}
