import type { JSX } from "preact";
import { voxelVolumeMl } from "../../../src/image/grid.ts";
import { THRESHOLD_LINE } from "../../planes/styles.ts";
import { lines, toggleLine } from "../../state/lines.ts";
import { change } from "../../state/store.ts";
import { analysis, type Mark, marks, threshold } from "../../state/study.ts";
import { Sample } from "../common/Sample.tsx";

/** As near to a mark as this, of the marginal, the threshold snaps to it: some four pixels of a slider of usual width. */
const SNAP = 0.012;

/** The threshold on the marginal, with what it gives. */
export function Threshold(): JSX.Element {
  const found = analysis.value;
  const chosen = threshold.value;
  if (found === undefined || chosen === undefined) return <section class="card" aria-label="Threshold" />;
  const { a, step } = chosen;
  const voxelMl = voxelVolumeMl(found.grid);
  const at = marks.value.filter((mark) => mark.a === a).map(({ title }) => title);
  return (
    <section class="card" aria-labelledby="threshold">
      <div class="row spread">
        <h2 id="threshold">Threshold the marginal: {"{m > a}"}</h2>
        <label class="row">
          <input
            type="checkbox"
            aria-label="Outline of the threshold"
            checked={lines.value.has("a")}
            onChange={() => toggleLine("a")}
          />
          <Sample style={THRESHOLD_LINE} />
        </label>
      </div>
      <div>
        <input
          type="range"
          aria-label="Threshold a"
          aria-valuetext={`${a.toFixed(3)}${at.length > 0 ? `, ${at.join(" and ")}` : ""}`}
          min={0}
          max={0.999}
          step={0.001}
          value={a}
          onInput={(event) => setThreshold(event.currentTarget.valueAsNumber, a)}
        />
        <Marks shown={marks.value} current={a} />
      </div>
      <dl class="figures">
        <div>
          <dt>Threshold a</dt>
          <dd>{a.toFixed(4)}</dd>
        </div>
        <div>
          <dt>Volume</dt>
          <dd>{(step.voxels * voxelMl).toFixed(3)} mL</dd>
        </div>
        <div>
          <dt>Dice with m</dt>
          <dd>{step.dice.toFixed(5)}</dd>
        </div>
        <div>
          <dt>sup Dice = 2t</dt>
          <dd>{found.optimum.supDice.toFixed(5)}</dd>
        </div>
        <div>
          <dt>Marginal ‖m‖₁</dt>
          <dd>{marginalMl(found.optimum.l1, found.grid.shape, voxelMl).toFixed(3)} mL</dd>
        </div>
        <div>
          <dt>Volume bias</dt>
          <dd>{bias(step.voxels, found.optimum.l1, found.grid.shape)}</dd>
        </div>
      </dl>
    </section>
  );
}

function setThreshold(value: number, before: number): void {
  // An arrow key must be able to leave a mark.
  const isNudge = Math.abs(value - before) < 0.002;
  const near = isNudge ? undefined : marks.value.find(({ a }) => Math.abs(a - value) < SNAP);
  change("observers", { threshold: near?.key ?? String(Number(value.toFixed(3))) });
}

/** Buttons below the slider at the thresholds it stays at; those that would overlap move apart. */
function Marks({ shown, current }: { shown: readonly Mark[]; current: number }): JSX.Element {
  const placed = spread(shown);
  return (
    <div class="marks" role="group" aria-label="Thresholds to stay at">
      {placed.map(({ mark, place }) => (
        <button
          key={mark.key}
          type="button"
          style={{ left: `${100 * place}%` }}
          aria-pressed={mark.a === current}
          title={`a = ${mark.a.toFixed(4)}`}
          onClick={() => change("observers", { threshold: mark.key })}
        >
          {mark.title}
        </button>
      ))}
    </div>
  );
}

const WIDTHS: Readonly<Record<Mark["key"], number>> = { t: 0.08, half: 0.11, staple: 0.19 };

function spread(shown: readonly Mark[]): { mark: Mark; place: number }[] {
  let free = 0;
  return [...shown]
    .sort((x, y) => x.a - y.a || WIDTHS[x.key] - WIDTHS[y.key])
    .map((mark) => {
      const half = WIDTHS[mark.key] / 2;
      const place = Math.max(mark.a, free + half);
      free = place + half + 0.01;
      return { mark, place: Math.min(place, 1 - half) };
    });
}

function marginalMl(l1: number, shape: readonly number[], voxelMl: number): number {
  return l1 * shape.reduce((a, b) => a * b) * voxelMl;
}

function bias(voxels: number, l1: number, shape: readonly number[]): string {
  const expected = l1 * shape.reduce((a, b) => a * b);
  return expected > 0 ? (voxels / expected).toFixed(4) : "–";
}
