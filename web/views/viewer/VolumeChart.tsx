import type { JSX } from "preact";
import { voxelCount, voxelVolumeMl } from "../../../src/image/grid.ts";
import { significant } from "../../../src/report/numbers.ts";
import { METHOD_LINES, methodTitle } from "../../planes/styles.ts";
import { figures } from "../../state/figures.ts";
import { methodGroups } from "../../state/lines.ts";
import { personNumber } from "../../state/people.ts";
import { analysis } from "../../state/study.ts";
import { pointedAt, single } from "../../state/viewer.ts";
import { ObserverShape } from "../common/ObserverMark.tsx";
import { Measured } from "./Measured.tsx";
import { placeApart } from "./placeApart.ts";

const LEFT = 10;
const RIGHT = 10;
/** Width and height of an observer's mark with its surroundings. */
const MARK = 12;
const TICKS = 5;

/** Volumes of the observers as marks, of the methods as lines with their names, on one axis in mL, at the panel's width. */
export function VolumeChart(): JSX.Element | null {
  const found = analysis.value;
  if (found === undefined || found.kind === "map") return null;
  return (
    <section aria-labelledby="volumes">
      <h2 id="volumes">Volumes</h2>
      <div class="chart">
        <Measured draw={(width) => <Chart width={width} />} />
      </div>
    </section>
  );
}

function Chart({ width }: { readonly width: number }): JSX.Element {
  const found = analysis.value!;
  const voxelMl = voxelVolumeMl(found.grid);
  const mean = found.optimum.l1 * voxelCount(found.grid) * voxelMl;
  const observers = found.observers.map(({ index, name, voxels }) => ({ index, name, ml: voxels * voxelMl }));
  const methods = methodGroups.value.map(({ methods: [{ name, volumeMl }] }) => ({ name, ml: volumeMl }));
  const interval = figures.value?.bootstrap ?? undefined;
  const all = [mean, ...observers.map(({ ml }) => ml), ...methods.map(({ ml }) => ml)];
  const [low, high] = widened(Math.min(...all), Math.max(...all));
  const x = (ml: number): number => LEFT + ((ml - low) / (high - low)) * (width - LEFT - RIGHT);
  const rows = placeApart(
    observers.map(({ ml }) => x(ml)),
    MARK,
  );
  const lanes = Math.max(...rows, 0) + 1;
  const top = 20 + lanes * MARK;
  const bottom = top + methods.length * 18 + 6;
  const alone = single.value;
  return (
    <svg
      width={width}
      height={bottom + 24}
      role="img"
      aria-label={`Volumes: observers ${significant(Math.min(...observers.map(({ ml }) => ml)))} to ${significant(Math.max(...observers.map(({ ml }) => ml)))} mL, mean ${significant(mean)} mL`}
    >
      <path class="mean" d={`M${x(mean)} 14V${bottom}`} />
      <text class="faint" x={x(mean)} y={11} text-anchor={anchorAt(x(mean), width)}>
        mean {significant(mean)} mL
      </text>
      {interval !== undefined && (
        <path
          class="interval"
          d={`M${x(Math.max(low, interval.lowestMl))} ${top + 9}H${x(Math.min(high, interval.highestMl))}`}
        />
      )}
      {observers.map(({ index, name, ml }, n) => {
        return (
          <g
            key={index}
            class={alone !== undefined && alone !== index ? "dimmed" : undefined}
            transform={`translate(${x(ml).toFixed(1)} ${top - 4 - MARK * (rows[n] + 0.5)})`}
            onPointerEnter={() => (pointedAt.value = index)}
            onPointerLeave={() => (pointedAt.value = undefined)}
          >
            <title>
              {name}: {significant(ml)} mL
            </title>
            <ObserverShape index={personNumber(index)} isPointedAt={index === alone} />
          </g>
        );
      })}
      {methods.map(({ name, ml }, n) => {
        const y = top + 9 + 18 * n;
        const { dashes } = METHOD_LINES[name];
        const isLeft = x(ml) > width / 2;
        return (
          <g key={name} class={alone === undefined ? undefined : "dimmed"}>
            <path
              class="method-line"
              d={`M${x(ml)} ${y - 7}V${y + 7}`}
              stroke-dasharray={dashes.join(" ") || undefined}
            />
            <text x={isLeft ? x(ml) - 7 : x(ml) + 7} y={y + 4} text-anchor={isLeft ? "end" : "start"}>
              {methodTitle(name)}
            </text>
          </g>
        );
      })}
      <path class="base" d={`M${LEFT} ${bottom}H${width - RIGHT}`} />
      {ticks(low, high).map((ml) => (
        <g key={ml}>
          <path class="base" d={`M${x(ml)} ${bottom}v4`} />
          <text class="faint" x={x(ml)} y={bottom + 18} text-anchor={anchorAt(x(ml), width)}>
            {significant(ml, 4).replace(/\.0+$/u, "")}
          </text>
        </g>
      ))}
    </svg>
  );
}

function anchorAt(x: number, width: number): "start" | "middle" | "end" {
  return x < 40 ? "start" : x > width - 40 ? "end" : "middle";
}

function widened(low: number, high: number): readonly [number, number] {
  const room = Math.max(0.06 * (high - low), 0.02 * high, 1e-6);
  return [Math.max(0, low - room), high + room];
}

/** Round volumes within an axis, some five of them. */
function ticks(low: number, high: number): number[] {
  const raw = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((one) => one * power >= raw) ?? 10) * power;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, n) => (first + n) * step);
}
