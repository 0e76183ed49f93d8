import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { LossRow } from "../../../src/losses/comparison.ts";
import { LOSS_FAMILIES } from "../../../src/losses/registry.ts";
import { wordsOn } from "../../../src/report/losses/words.ts";
import { fixed, percent } from "../../../src/report/numbers.ts";
import {
  addedLosses,
  addLoss,
  compared,
  compareFailure,
  followComparison,
  isComparing,
  removeLoss,
} from "../../state/losses.ts";
import { change, parameter } from "../../state/store.ts";
import type { ComparedLosses } from "../../work/explore/compare.ts";
import { Failure } from "../common/Failure.tsx";
import { Minimisers } from "./Minimisers.tsx";

const chosen = parameter("explore", "loss");

/** What each loss converges to on the marginal, side by side. */
export function Losses(): JSX.Element {
  useEffect(() => followComparison(), []);
  const found = compared.value;
  return (
    <div class="losses-view">
      {compareFailure.value !== undefined && <Failure error={compareFailure.value} />}
      {found === undefined ? (
        <p role="status">Computing …</p>
      ) : (
        <>
          <section class="card" aria-labelledby="losses" aria-busy={isComparing.value}>
            <h2 id="losses">What a network that is trained with each loss converges to</h2>
            <Table found={found} />
            <Notes found={found} />
            <AddLoss />
          </section>
          <section class="card minimisers-card" aria-labelledby="minimisers">
            <h2 id="minimisers">The minimisers</h2>
            <Minimisers found={found} />
          </section>
          <About loss={chosen.value} />
        </>
      )}
    </div>
  );
}

function Table({ found }: { found: ComparedLosses }): JSX.Element {
  const hasObservers = found.rows.some(({ meanRaterDice }) => meanRaterDice !== null);
  const best = Math.max(...found.rows.map(({ marginalDice }) => marginalDice));
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="Table of losses">
      <table data-table="losses">
        <thead>
          <tr>
            <th scope="col" class="text">
              Loss
            </th>
            <th scope="col">Cuts m at</th>
            <th scope="col">Volume</th>
            <th scope="col" class="bias-head">
              Against the marginal's
            </th>
            <th scope="col">Dice with m</th>
            {hasObservers && <th scope="col">with observers</th>}
            <th scope="col" class="text">
              Output
            </th>
            <th scope="col">
              <span class="visually-hidden">Descent</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {found.rows.map((row) => (
            <Row
              key={row.loss}
              row={row}
              found={found}
              isBest={row.marginalDice > best - 1e-9}
              hasObservers={hasObservers}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row(props: {
  readonly row: LossRow;
  readonly found: ComparedLosses;
  readonly isBest: boolean;
  readonly hasObservers: boolean;
}): JSX.Element {
  const { row, found, isBest, hasObservers } = props;
  const { loss, threshold, volume, volumeBias, marginalDice, meanRaterDice, soft } = row;
  const isChosen = chosen.value === loss;
  const isAdded = addedLosses.value.includes(loss);
  return (
    <tr data-loss={loss} class={isChosen ? "chosen" : undefined}>
      <th scope="row" class="text">
        <button
          type="button"
          class="plain"
          aria-pressed={isChosen}
          onClick={() => change("explore", { loss })}
        >
          {loss}
        </button>
        {isAdded && (
          <button type="button" class="plain" aria-label={`Remove ${loss}`} onClick={() => removeLoss(loss)}>
            ×
          </button>
        )}
      </th>
      <td data-value={threshold ?? ""}>{threshold === null ? "no threshold" : fixed(threshold, 4)}</td>
      <td data-value={volume}>{volumeText(volume, found)}</td>
      <td data-value={volumeBias ?? ""}>{volumeBias !== null && <Bias ratio={volumeBias} />}</td>
      <td data-value={marginalDice}>
        {fixed(marginalDice, 4)}
        {isBest && <span title="the largest of these"> ★</span>}
      </td>
      {hasObservers && (
        <td data-value={meanRaterDice ?? ""}>{meanRaterDice === null ? "" : fixed(meanRaterDice, 4)}</td>
      )}
      <td class="text">{soft ? "inside (0, 1)" : "0 or 1"}</td>
      <td>
        <button
          type="button"
          aria-label={`Descend on ${loss}`}
          onClick={() => change("explore", { loss, show: "descent", l: 1 })}
        >
          Descend
        </button>
      </td>
    </tr>
  );
}

/** mL where voxels have a size, else the share of the image. */
export function volumeText(voxels: number, { voxelMl, voxels: all }: ComparedLosses): string {
  return Number.isNaN(voxelMl) ? percent(voxels / all) : `${fixed(voxels * voxelMl, 3)} mL`;
}

/** A volume over the marginal's as a bar from 1, twice and half at the ends. */
function Bias({ ratio }: { ratio: number }): JSX.Element {
  const at = (value: number): number => 50 + 50 * Math.max(-1, Math.min(1, Math.log2(value)));
  const end = ratio > 0 ? at(ratio) : 0;
  return (
    <span class="bias">
      <svg viewBox="0 0 100 10" width="80" height="10" preserveAspectRatio="none" aria-hidden="true">
        <line class="zero" x1="50" x2="50" y1="0" y2="10" />
        <rect x={Math.min(50, end)} width={Math.max(1, Math.abs(end - 50))} y="2" height="6" />
      </svg>
      {fixed(ratio, 3)}
    </span>
  );
}

function Notes({ found }: { found: ComparedLosses }): JSX.Element {
  return (
    <p class="note">
      A threshold of 1/2 on the trained output is this cut of m. The bar is the volume over the marginal's own
      ({volumeText(found.expected, found)}), from half to twice. ★ the largest Dice.
      {found.withoutObservers.length > 0 &&
        ` ${found.withoutObservers.join(", ")} is left out: it depends on the observers' masks, which this marginal does not come with.`}
    </p>
  );
}

/** A field for a loss with parameters of one's own. */
function AddLoss(): JSX.Element {
  const problem = useSignal("");
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem("loss") as HTMLInputElement;
    try {
      addLoss(field.value);
      problem.value = "";
      field.value = "";
    } catch (error) {
      problem.value = (error as Error).message;
    }
  };
  return (
    <form class="row" onSubmit={submit}>
      <label for="add-loss">Another loss</label>
      <input
        id="add-loss"
        name="loss"
        type="text"
        list="loss-names"
        placeholder="tversky:0.5,0.7"
        autocomplete="off"
        aria-describedby="add-loss-problem"
      />
      <datalist id="loss-names">
        {LOSS_FAMILIES.map(({ usage }) => (
          <option key={usage} value={usage} />
        ))}
      </datalist>
      <button type="submit">Compare</button>
      <span id="add-loss-problem" class="alert" role="status">
        {problem.value}
      </span>
    </form>
  );
}

/** What to know of the chosen loss, and where to read on. */
function About({ loss }: { loss: string }): JSX.Element {
  const { title, expect, source, link } = wordsOn(loss);
  return (
    <section class="card" aria-labelledby="about-loss">
      <h2 id="about-loss">
        {loss}: {title}
      </h2>
      <p>{expect}</p>
      <p class="note">
        From{" "}
        <a href={link} rel="noreferrer" target="_blank">
          {source}
        </a>
        . Theorems 1 to 3, on which this rests, are in the <a href="#paper">Paper</a> view.
      </p>
    </section>
  );
}
