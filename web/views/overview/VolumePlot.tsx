import type { JSX } from "preact";
import { significant } from "../../../src/report/numbers.ts";
import type { ConsensusSummary } from "../../../src/raters/consensusSummary.ts";
import { personIndex } from "../../state/assignment.ts";
import { ObserverShape } from "../common/ObserverMark.tsx";

/** The axis reaches a little beyond half and twice the mean, on a logarithmic scale. */
const REACH = 2.35;

/** Where a volume stands, in per cent of the width; what lies beyond the axis stands at its end. */
export function placeOf(ratio: number): number {
  const position = 0.5 + Math.log(ratio) / (2 * Math.log(REACH));
  return 100 * Math.min(0.98, Math.max(0.02, position));
}

/** Heights of marks, so that those close to each other do not hide each other. @param places in per cent */
export function heightsOf(places: readonly number[]): number[] {
  const order = [...places.keys()].sort((a, b) => places[a] - places[b]);
  const heights = places.map(() => 28);
  const lastAt = new Map<number, number>();
  for (const k of order) {
    const free =
      [28, 18, 38, 10, 46].find((height) => places[k] - (lastAt.get(height) ?? -Infinity) > 4.5) ?? 28;
    heights[k] = free;
    lastAt.set(free, places[k]);
  }
  return heights;
}

/** The volume of each observer on an axis of half, once and twice the row's own mean. */
export function VolumePlot({ name, figures }: { name: string; figures: ConsensusSummary }): JSX.Element {
  const mean = figures.marginal.volumeMl;
  const marked = figures.raters.filter(({ voxels }) => voxels > 0);
  const places = marked.map(({ volumeMl }) => placeOf(volumeMl / mean));
  const heights = heightsOf(places);
  const outlier = figures.agreement.standsOut?.name;
  const spoken = marked.map((one) => `${one.name} ${significant(one.volumeMl, 3)} mL`).join(", ");
  return (
    <svg class="volumes" width="100%" height="56" role="img" aria-label={`Volumes of ${name}: ${spoken}`}>
      <line class="guide" x1={`${placeOf(0.5)}%`} x2={`${placeOf(0.5)}%`} y1="8" y2="48" />
      <line class="guide" x1={`${placeOf(2)}%`} x2={`${placeOf(2)}%`} y1="8" y2="48" />
      <line class="guide" x1="0" x2="100%" y1="28" y2="28" />
      <line class="mean" x1="50%" x2="50%" y1="6" y2="50" />
      {marked.map((one, k) => (
        <svg key={one.name} x={`${places[k]}%`} y={heights[k]} overflow="visible">
          <title>{`${one.name}: ${significant(one.volumeMl, 3)} mL`}</title>
          {one.name === outlier && <circle class="ring" r="9.5" />}
          <ObserverShape index={personIndex(one.name)} />
        </svg>
      ))}
    </svg>
  );
}
