import type { JSX } from "preact";
import type { CaseEvaluation } from "../../../src/evaluation/caseEvaluation.ts";
import { fixed } from "../../../src/report/numbers.ts";

type Evaluation = Pick<
  CaseEvaluation,
  "observers" | "observersAmongThemselves" | "meanRaterDice" | "ceiling"
>;

const WIDTH = 180;
const HEIGHT = 22;
const PAD = 8;

/** Where the axis of several strips begins: a twentieth below the least value. */
export function axisStart(all: readonly Evaluation[]): number {
  const values = all.flatMap((one) => [one.meanRaterDice, ...one.observersAmongThemselves.leaveOneOut]);
  const least = Math.min(1, ...values.filter((value) => !Number.isNaN(value)));
  return Math.max(0, Math.min(0.95, Math.floor(20 * least - 0.5) / 20));
}

function placeOn(from: number): (value: number) => number {
  return (value) => PAD + ((value - from) / (1 - from)) * (WIDTH - 2 * PAD);
}

/** The ends of the strips' axis. */
export function PlaceAxis({ from }: { from: number }): JSX.Element {
  return <>{fixed(from, 2)} to 1</>;
}

/** The model among the observers by their mean Dice with each other, below the ceiling. */
export function PlaceStrip({ evaluation, from }: { evaluation: Evaluation; from: number }): JSX.Element {
  const { observers, observersAmongThemselves, meanRaterDice, ceiling } = evaluation;
  const x = placeOn(from);
  const middle = HEIGHT / 2;
  const there = observersAmongThemselves.leaveOneOut
    .map((dice, k) => ({ dice, name: observers[k].name }))
    .filter(({ dice }) => !Number.isNaN(dice));
  const label =
    `Model ${fixed(meanRaterDice, 3)}; ` +
    `${there.map(({ name, dice }) => `${name} ${fixed(dice, 3)}`).join(", ")}; ceiling ${fixed(ceiling.meanRaterDice, 3)}`;
  const at = x(meanRaterDice);
  return (
    <svg class="place-strip" width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <line class="axis" x1={PAD} x2={WIDTH - PAD} y1={middle} y2={middle} />
      {!Number.isNaN(ceiling.meanRaterDice) && (
        <line
          class="ceiling"
          x1={x(ceiling.meanRaterDice)}
          x2={x(ceiling.meanRaterDice)}
          y1={2}
          y2={HEIGHT - 2}
        />
      )}
      {there.map(({ name, dice }) => (
        <circle key={name} cx={x(dice)} cy={middle} r={4}>
          <title>
            {name}: {fixed(dice, 3)} with the others
          </title>
        </circle>
      ))}
      {!Number.isNaN(meanRaterDice) && (
        <path class="the-model" d={`M${at} ${middle - 6}l6 6l-6 6l-6 -6z`}>
          <title>The model: {fixed(meanRaterDice, 3)}</title>
        </path>
      )}
    </svg>
  );
}
