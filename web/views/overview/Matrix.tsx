import { signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { significant } from "../../../src/report/numbers.ts";
import type { ConsensusSummary } from "../../../src/raters/consensusSummary.ts";
import { personIndex } from "../../state/assignment.ts";
import { formatAddress } from "../../state/address.ts";
import { address, change, parameter } from "../../state/store.ts";
import { lookAt } from "../../state/study.ts";
import { diceText } from "../common/diceText.ts";
import { Icon } from "../common/Icon.tsx";
import { inTheApp } from "../common/inTheApp.ts";
import { ObserverMark } from "../common/ObserverMark.tsx";
import { stapleRange } from "./remarks.ts";
import { parseSort, type Row, type SortKey, whoDiffers } from "./rows.ts";
import { percentOff } from "../common/percentOff.ts";
import { placeOf, VolumePlot } from "./VolumePlot.tsx";

const sort = parameter("overview", "sort");

/** How many flags of a row are shown beside its plot; the others stand in a list. */
const GAPS_SHOWN = 2;

const expanded = signal<ReadonlySet<string>>(new Set());

/** The evidence: a row a structure. What is not as the others has a column where there is such a thing. */
export function Matrix({ rows }: { rows: readonly Row[] }): JSX.Element {
  const hasGaps = rows.some(({ gaps }) => gaps.length > 0);
  return (
    <div class="panel wide" tabIndex={0} role="region" aria-label="Structures">
      <table class="matrix">
        <thead>
          <tr>
            <Head of="name" title="Structure" />
            <th scope="col" class="plot-head">
              Volume of each observer
              <span class="axis" aria-hidden="true">
                {([0.5, 1, 2] as const).map((ratio) => (
                  <span key={ratio} style={{ left: `${placeOf(ratio)}%` }}>
                    {ratio === 1 ? "mean" : ratio === 2 ? "twice" : "half"}
                  </span>
                ))}
              </span>
            </th>
            {hasGaps && <th scope="col">Not as the others</th>}
            <Head of="mean" title="Mean" note="mL" isNumber />
            <Head of="dice" title="Agreement" note="Dice of pairs" />
            <Head of="hd95" title="HD95" note="mm" isNumber />
            <Head of="majority" title="Majority" note="over the mean" isNumber />
            <Head of="optimal" title="Dice-optimal" note="over the mean" isNumber />
            <Head of="staple" title="STAPLE" note="over the mean" isNumber />
            <Head of="who" title="Who differs" note="Dice with others" />
          </tr>
        </thead>
        <tbody onKeyDown={moveFocus}>
          {rows.map((row) => (
            <MatrixRow key={`${row.kind} ${row.name}`} row={row} hasGaps={hasGaps} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head(props: { of: SortKey; title: string; note?: string; isNumber?: boolean }): JSX.Element {
  const { of, title, note, isNumber = false } = props;
  const now = parseSort(sort.value);
  const isSorted = now?.key === of;
  const direction = !isSorted ? undefined : now.isDescending ? "descending" : "ascending";
  const next = !isSorted ? of : now.isDescending ? "" : `-${of}`;
  return (
    <th scope="col" aria-sort={direction} class={isNumber ? "number" : undefined}>
      <button type="button" class="sort" onClick={() => change("overview", { sort: next })}>
        {title}
        <span aria-hidden="true">{!isSorted ? "" : now.isDescending ? " ↓" : " ↑"}</span>
        {note !== undefined && <small>{note}</small>}
      </button>
    </th>
  );
}

function MatrixRow({ row, hasGaps }: { row: Row; hasGaps: boolean }): JSX.Element {
  const { name, index, figures, observers, kind } = row;
  const show = (event: MouseEvent): void => {
    if (index === undefined || (event.target as Element).closest("a, button, summary") !== null) return;
    change("viewer", lookAt(index));
    address.value = { ...address.value, view: "viewer" };
  };
  const differs = figures === undefined ? undefined : whoDiffers(figures);
  return (
    <tr
      class={[differs?.standsOut === true ? "stands-out" : "", index === undefined ? "" : "opens"].join(" ")}
      data-structure={name}
      onClick={show}
    >
      <th scope="row">
        {index === undefined ? name : <a href={viewerOf(index)}>{name}</a>}
        <div class="sub">
          {kind === "masks" ? `${observers.length} observer${observers.length === 1 ? "" : "s"}` : ""}
          {figures !== undefined && <Warnings row={row} warnings={figures.warnings} />}
        </div>
      </th>
      {figures === undefined ? (
        <td colSpan={hasGaps ? 9 : 8} class={kind === "failed" ? "failed" : "waiting"}>
          {kind === "failed" && <Icon name="fail" />}
          {row.reason === "" ? <span class="hairline">Computing …</span> : inTheApp(row.reason)}
        </td>
      ) : (
        <Figures row={row} figures={figures} hasGaps={hasGaps} />
      )}
    </tr>
  );
}

function Figures(props: { row: Row; figures: ConsensusSummary; hasGaps: boolean }): JSX.Element {
  const { row, figures, hasGaps } = props;
  const { agreement, marginal, methods, half } = figures;
  const range = stapleRange(figures);
  const dice = agreement.meanPairwiseDice;
  const hd95 = agreement.surface?.mean.hausdorff95Mm;
  return (
    <>
      <td class="plot">{marginal.volumeMl > 0 && <VolumePlot name={row.name} figures={figures} />}</td>
      {hasGaps && (
        <td>
          <Gaps row={row} />
        </td>
      )}
      <td class="number" data-figure="mean" data-value={marginal.volumeMl}>
        {significant(marginal.volumeMl, 3)}
      </td>
      <td data-figure="dice" data-value={dice}>
        {Number.isNaN(dice) ? (
          <None why={row.observers.length < 2 ? "one observer" : "nothing is marked"} />
        ) : (
          <span class="dice">
            {diceText(dice)}
            <svg width="56" height="8" aria-hidden="true">
              <rect class="track" width="56" height="8" rx="2" />
              <rect class="bar-fill" width={56 * dice} height="8" rx="2" />
            </svg>
          </span>
        )}
      </td>
      <td class="number" data-figure="hd95" data-value={hd95}>
        {hd95 === undefined || Number.isNaN(hd95) ? <None why="not defined" /> : significant(hd95, 2)}
      </td>
      <Method name="majority" of={methods.majority}>
        {half.tiedVoxels > 0 && (
          <Flag text={`${half.tiedVoxels} voxels tie at half of the votes; the majority leaves them out`} />
        )}
      </Method>
      <Method name="diceOptimal" of={methods.diceOptimal}>
        {marginal.maxVoxels > marginal.minVoxels && (
          <Flag
            text={`${marginal.maxVoxels - marginal.minVoxels} voxels tie with the threshold; they may be in or out`}
          />
        )}
      </Method>
      <Method name="staple" of={methods.staple}>
        {(range !== undefined || !methods.staple.converged) && (
          <Flag
            text={
              range === undefined
                ? "STAPLE did not converge"
                : `Depends on the field of view: ${significant(range[0], 3)} to ${significant(range[1], 3)} mL`
            }
          />
        )}
      </Method>
      <td>
        <Who figures={figures} />
      </td>
    </>
  );
}

/** A method's volume over the mean, as a bar from 0 % and in mL. */
function Method(props: {
  name: string;
  of: { readonly volumeBias: number; readonly volumeMl: number };
  children: ComponentChildren;
}): JSX.Element {
  const { volumeBias, volumeMl } = props.of;
  const excess = 100 * (volumeBias - 1);
  const width = Math.min(20, Math.abs(excess) / 2.5);
  return (
    <td class="number" data-figure={props.name} data-value={volumeMl}>
      {Number.isNaN(volumeBias) ? (
        <None why="nothing is marked" />
      ) : (
        <span class="method">
          <svg width="42" height="10" aria-hidden="true">
            <rect class="bar-mark" x={excess < 0 ? 21 - width : 21} width={width} height="10" />
            <line class="zero" x1="21" x2="21" y2="10" />
          </svg>
          {percentOff(volumeBias)}
        </span>
      )}
      <div class="sub">
        {props.children}
        {significant(volumeMl, 3)} mL
      </div>
    </td>
  );
}

function Who({ figures }: { figures: ConsensusSummary }): JSX.Element {
  const differs = whoDiffers(figures);
  if (differs === undefined) return <None why="one observer" />;
  const { name, dice, next, standsOut } = differs;
  const mark = <ObserverMark index={personIndex(name)} />;
  if (Number.isNaN(dice)) return <span class="muted">nobody stands out</span>;
  return standsOut ? (
    <>
      <strong class="person">
        {mark} {name}
      </strong>
      <div class="sub">
        {diceText(dice)}; next is {diceText(next)}
      </div>
    </>
  ) : (
    <>
      <span class="muted">nobody stands out</span>
      <div class="sub">
        lowest {mark} {name} {diceText(dice)}
      </div>
    </>
  );
}

function Gaps({ row: { name, gaps } }: { row: Row }): JSX.Element | null {
  if (gaps.length === 0) return null;
  const isOpen = expanded.value.has(name);
  const shown = isOpen ? gaps : gaps.slice(0, GAPS_SHOWN);
  return (
    <div class="gaps">
      {shown.map(({ observer, text, isFailure }) => (
        <span
          key={`${observer} ${text}`}
          class={isFailure ? "slot fail" : "slot"}
          title={`${observer}: ${text}`}
        >
          <Icon name={isFailure ? "fail" : "warn"} size={14} />
          <span>
            <strong>{observer}</strong> {text}
          </span>
        </span>
      ))}
      {gaps.length > GAPS_SHOWN && !isOpen && (
        <button
          type="button"
          class="small"
          onClick={() => (expanded.value = new Set([...expanded.value, name]))}
        >
          {gaps.length - GAPS_SHOWN} more
        </button>
      )}
    </div>
  );
}

/** All that a structure's summary warns of, one click away. */
function Warnings({ row, warnings }: { row: Row; warnings: readonly string[] }): JSX.Element | null {
  if (warnings.length === 0) return null;
  return (
    <details class="warnings">
      <summary aria-label={`${warnings.length} remarks on ${row.name}`}>
        <Icon name="warn" size={14} /> {warnings.length}
      </summary>
      <ul>
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </details>
  );
}

/** A warning beside the number that it touches. */
function Flag({ text }: { text: string }): JSX.Element {
  return (
    <span class="flag" title={text} role="img" aria-label={text}>
      <Icon name="warn" size={14} />
    </span>
  );
}

function None({ why }: { why: string }): JSX.Element {
  return (
    <span class="muted" title={why}>
      – <span class="visually-hidden">{why}</span>
    </span>
  );
}

/** Up and down go from row to row. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const links = [...(event.currentTarget as Element).querySelectorAll<HTMLAnchorElement>("th a")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  links.at(Math.max(0, Math.min(links.length - 1, at + step)))?.focus();
}

export function viewerOf(structure: number): string {
  const viewer = { ...address.value.viewer, ...lookAt(structure) };
  return formatAddress({ ...address.value, view: "viewer", viewer });
}
