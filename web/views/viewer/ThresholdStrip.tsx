import type { JSX } from "preact";
import { voxelCount } from "../../../src/image/grid.ts";
import { fixed, significant } from "../../../src/report/numbers.ts";
import { chooseStep, chooseThreshold, stepThreshold } from "../../state/thresholdSteps.ts";
import { change } from "../../state/store.ts";
import { analysis, steps, threshold } from "../../state/study.ts";
import type { ThresholdStep } from "../../work/study/thresholdSteps.ts";
import { Explained } from "../common/Explained.tsx";
import { volumeFigure, volumeText, volumeUnit } from "../common/volume.ts";
import { EXPLANATIONS } from "./explanations.ts";
import { Measured } from "./Measured.tsx";
import { Remarks } from "./Remarks.tsx";

const LEFT = 58;
const RIGHT = 6;
const TOP = 40;
const HEIGHT = 62;
/** Columns under steps need this much; narrower ones have their figures below alone. */
const COLUMN = 36;
/** A label above the strip takes about so much. */
const LABEL = 92;
/** Maps of more steps than these are drawn as a curve of so many points. */
const MOST_STEPS = 64;
const CURVE_POINTS = 400;

/** The segmentations that a threshold of the marginal can make, with their Dice and volume; t and 1/2 at their places. */
export function ThresholdStrip(): JSX.Element | null {
  const found = analysis.value;
  const chosen = threshold.value;
  const all = steps.value;
  if (found === undefined || chosen === undefined) return null;
  const count = Math.max(1, all.length - 1);
  const isMap = all.length > MOST_STEPS;
  return (
    <section aria-labelledby="threshold">
      <div class="row spread">
        <h2 id="threshold">Threshold</h2>
        <span class="note">
          {isMap ? `a = ${fixed(chosen.a, 3)}` : count === 1 ? "only one step" : `only ${count} steps differ`}
        </span>
      </div>
      <Measured draw={(width) => <Strip width={width} />} />
      <Results />
      <Remarks place="threshold" />
    </section>
  );
}

function Strip({ width }: { readonly width: number }): JSX.Element {
  const found = analysis.value!;
  const { a, step } = threshold.value!;
  const all = steps.value;
  const shown = all.length > 1 ? all.slice(0, -1) : all;
  const current = Math.min(all.indexOf(step), shown.length - 1);
  const isMap = all.length > MOST_STEPS;
  const x = (value: number): number => LEFT + value * (width - LEFT - RIGHT);
  const end = (n: number): number => all[n + 1]?.from ?? 1;
  const [low, high] = range(shown);
  const y = (dice: number): number => TOP + HEIGHT - ((dice - low) / (high - low)) * HEIGHT;
  const columns = shown.map((one, n) => ({ ...one, left: x(one.from), right: x(end(n)) }));
  const hasColumns = !isMap && columns.every(({ left, right }) => right - left >= COLUMN);
  const observers = found.observers.length;
  const t = found.optimum.threshold;
  const pick = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const at = (event.clientX - box.left - LEFT) / (width - LEFT - RIGHT);
    if (isMap) chooseThreshold(at);
    else chooseStep(shown.findLastIndex(({ from }) => from <= at));
  };
  const height = TOP + HEIGHT + (hasColumns ? 64 : 20);
  const text = `${stepName(step, observers)}, ${volumeText(step.voxels, found)}, Dice ${fixed(step.dice, 3)}`;
  return (
    <div
      class="strip"
      role="slider"
      tabIndex={0}
      aria-label="Threshold"
      aria-valuemin={0}
      aria-valuemax={isMap ? 1 : shown.length - 1}
      aria-valuenow={isMap ? a : current}
      aria-valuetext={text}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        pick(event);
      }}
      onPointerMove={(event) => event.buttons > 0 && pick(event)}
      onKeyDown={(event) => {
        const act = {
          ArrowLeft: () => stepThreshold(-1),
          ArrowDown: () => stepThreshold(-1),
          ArrowRight: () => stepThreshold(1),
          ArrowUp: () => stepThreshold(1),
          Home: () => chooseStep(0),
          End: () => chooseStep(shown.length - 1),
        }[event.key];
        if (act === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        act();
      }}
    >
      <svg width={width} height={height} aria-hidden="true">
        {!isMap && (
          <rect
            class="chosen"
            x={columns[current].left}
            y={TOP - 6}
            width={Math.max(1, columns[current].right - columns[current].left)}
            height={height - TOP + 6}
          />
        )}
        <text class="faint" x={LEFT - 8} y={y(high) + 8} text-anchor="end">
          {fixed(high, 2)}
        </text>
        <text class="faint" x={LEFT - 8} y={y(low)} text-anchor="end">
          {fixed(low, 2)}
        </text>
        <path class="base" d={`M${LEFT} ${TOP + HEIGHT}H${width - RIGHT}`} />
        {isMap ? (
          <path class="level" d={curvePath(all, x, y)} />
        ) : (
          columns.map(({ left, right, dice, from }, n) => (
            <path
              key={from}
              class={n === current ? "level on" : "level"}
              d={`M${left + 1} ${y(dice)}H${Math.max(left + 2, right - 1)}`}
            />
          ))
        )}
        <Mark x={x(t)} name={`best t = ${fixed(t, 3)}`} kind="best" other={t < 0.5 ? x(0.5) : undefined} />
        {t < 0.5 && (
          <Mark x={x(0.5)} name={observers === 0 ? "1/2" : "1/2 majority"} kind="half" other={x(t)} />
        )}
        <circle class="handle" cx={x(Math.min(a, 1))} cy={TOP + HEIGHT} r="6.5" />
        {hasColumns && (
          <>
            <text class="faint" x="0" y={TOP + HEIGHT + 22}>
              drawn by
            </text>
            <text class="faint" x="0" y={TOP + HEIGHT + 38}>
              {volumeUnit(found)}
            </text>
            <text class="faint" x="0" y={TOP + HEIGHT + 54}>
              Dice
            </text>
            {columns.map(({ left, right, voxels, dice, from }, n) => (
              <g key={from} class={n === current ? "column on" : "column"} text-anchor="middle">
                <text x={(left + right) / 2} y={TOP + HEIGHT + 22}>
                  {columnName(from, observers)}
                </text>
                <text x={(left + right) / 2} y={TOP + HEIGHT + 38}>
                  {volumeFigure(voxels, found)}
                </text>
                <text x={(left + right) / 2} y={TOP + HEIGHT + 54}>
                  {fixed(dice, 3)}
                </text>
              </g>
            ))}
          </>
        )}
      </svg>
    </div>
  );
}

/** A dashed line at a threshold with its name above; the name of the larger one goes up where both would meet. */
function Mark(props: {
  readonly x: number;
  readonly name: string;
  readonly kind: "best" | "half";
  readonly other: number | undefined;
}): JSX.Element {
  const { x, name, kind, other } = props;
  const isLeft = kind === "best" && x - LABEL > 0;
  const isHigh = kind === "half" && other !== undefined && other - LABEL <= 0 && x - other < LABEL;
  const top = isHigh ? 12 : 28;
  return (
    <g class={`mark ${kind}`}>
      <path d={`M${x} ${top + 4}V${TOP + HEIGHT}`} />
      <text x={isLeft ? x - 4 : x + 4} y={top} text-anchor={isLeft ? "end" : "start"}>
        {name}
      </text>
    </g>
  );
}

function Results(): JSX.Element {
  const found = analysis.value!;
  const { step } = threshold.value!;
  const { l1, supDice, threshold: t } = found.optimum;
  return (
    <>
      <dl class="results">
        <dt>Volume of the segmentation</dt>
        <dd data-result="volume">{volumeText(step.voxels, found)}</dd>
        <dt>{found.kind === "map" ? "Expected volume" : "Mean volume of the observers"}</dt>
        <dd>{volumeText(l1 * voxelCount(found.grid), found)}</dd>
        <dt>
          <Explained text={EXPLANATIONS["soft Dice"]}>
            {found.kind === "map" ? "Dice with the map" : "Soft Dice with all observers"}
          </Explained>
        </dt>
        <dd data-result="dice">{fixed(step.dice, 3)}</dd>
        <dt>
          <Explained text={EXPLANATIONS["largest Dice"]}>Best possible; half of it is t</Explained>
        </dt>
        <dd>{fixed(supDice, 3)}</dd>
      </dl>
      <div class="row">
        <button
          type="button"
          class="small"
          aria-pressed={step.from <= t && isLast(step, t)}
          onClick={() => change("viewer", { threshold: "t" })}
        >
          Best t
        </button>
        <button
          type="button"
          class="small"
          aria-pressed={step.from <= 0.5 && isLast(step, 0.5)}
          onClick={() => change("viewer", { threshold: "half" })}
        >
          1/2
        </button>
      </div>
    </>
  );
}

function isLast(step: ThresholdStep, a: number): boolean {
  const next = steps.value[steps.value.indexOf(step) + 1];
  return next === undefined || next.from > a;
}

/** Ends of the axis of Dice: the values' own, widened to tenths. */
function range(shown: readonly ThresholdStep[]): readonly [number, number] {
  const dice = shown.map((one) => one.dice);
  const low = Math.floor(10 * Math.min(...dice) - 1e-9) / 10;
  const high = Math.ceil(10 * Math.max(...dice) + 1e-9) / 10;
  return [Math.max(0, low), Math.min(1, Math.max(high, low + 0.1))];
}

function curvePath(
  all: readonly ThresholdStep[],
  x: (a: number) => number,
  y: (dice: number) => number,
): string {
  const stride = Math.max(1, Math.ceil(all.length / CURVE_POINTS));
  const some = all.filter((_, n) => n < all.length - 1 && n % stride === 0);
  return `M${some.map(({ from, dice }) => `${x(from).toFixed(1)} ${y(dice).toFixed(1)}`).join("L")}`;
}

/** How many of R observers must have marked a voxel of {m > from}: more than from · R. */
function fewest(from: number, observers: number): number {
  return Math.floor(from * observers + 1e-9) + 1;
}

function columnName(from: number, observers: number): string {
  const k = fewest(from, observers);
  if (observers === 0) return `> ${significant(from, 2)}`;
  return k === 1 ? "any" : k === observers ? `all ${observers}` : `≥ ${k}`;
}

/** A step in words. */
export function stepName({ from }: ThresholdStep, observers: number): string {
  if (observers === 0) return `m above ${significant(from, 3)}`;
  const k = fewest(from, observers);
  if (k > observers) return "nothing";
  return k === 1
    ? "drawn by any"
    : k === observers
      ? `drawn by all ${observers}`
      : `drawn by at least ${k} of ${observers}`;
}
