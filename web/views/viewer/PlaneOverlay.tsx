import type { JSX } from "preact";
import { fixed, significant } from "../../../src/report/numbers.ts";
import { type Point, toPane } from "../../planes/camera.ts";
import { areaMm2, centreOf, distanceMm, type PlaneSpacing, volumeMl } from "../../planes/measure.ts";
import { lengthText, scaleBarMm } from "../../planes/scaleBar.ts";
import { toPicture } from "../../planes/window.ts";
import { crosshair } from "../../state/study.ts";
import { type Measure, measures, measuring } from "../../state/viewer.ts";
import type { Analysis } from "../../work/study/analysis.ts";
import type { PlaneModel } from "./planeModel.ts";

/** The longest scale bar, in CSS pixels. */
const MOST_BAR = 130;

/** The crosshair, letters of the patient's sides, the scale, and what was measured, over a plane. */
export function PlaneOverlay({
  model,
  analysis,
}: {
  readonly model: PlaneModel;
  readonly analysis: Analysis;
}): JSX.Element {
  const { view, camera, size, slice } = model;
  const [left, right, top, bottom] = view.sides;
  const [width, height] = size;
  const barMm = scaleBarMm(camera.pixelsPerMm, Math.min(MOST_BAR, width / 3));
  const bar = barMm * camera.pixelsPerMm;
  const own = measures.value.filter(({ plane }) => plane === view.name);
  const drawn = measuring.value?.plane === view.name ? [...own, measuring.value] : own;
  const { spacingMm } = analysis.grid;
  const spacing: PlaneSpacing = [...model.window.voxelMm, spacingMm[view.through]];
  return (
    <svg class="overlay" width={width} height={height} aria-hidden="true">
      <path class="crosshair" d={crosshairPath(model)} />
      <text x={width / 2} y={16} text-anchor="middle" class="side">
        {top}
      </text>
      <text x={width / 2} y={height - 8} text-anchor="middle" class="side">
        {bottom}
      </text>
      <text x={10} y={height / 2} class="side">
        {left}
      </text>
      <text x={width - 34} y={height / 2} text-anchor="end" class="side">
        {right}
      </text>
      <path class="scale" d={`M14 ${height - 16}v4h${bar.toFixed(1)}v-4`} />
      <text x={14 + bar / 2} y={height - 18} text-anchor="middle">
        {lengthText(barMm)}
      </text>
      {drawn
        .filter((one) => one.slice === slice)
        .map((one, n) => (
          <MeasureDrawing key={n} measure={one} model={model} text={measureText(one, drawn, spacing)} />
        ))}
    </svg>
  );
}

/** Room around the crosshair's middle, in CSS pixels. */
const GAP = 9;

/** The other planes, as lines through the crosshair. */
function crosshairPath({ camera, window, size }: PlaneModel): string {
  const [width, height] = size;
  const [x, y] = toPane(camera, window, size, toPicture(window, crosshair.value));
  return `M0 ${y}H${x - GAP}M${x + GAP} ${y}H${width}M${x} 0V${y - GAP}M${x} ${y + GAP}V${height}`;
}

function MeasureDrawing(props: {
  readonly measure: Measure;
  readonly model: PlaneModel;
  readonly text: readonly string[];
}): JSX.Element {
  const { measure, model, text } = props;
  const { camera, window, size } = model;
  const points = measure.points.map((point) => toPane(camera, window, size, point));
  const line = `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
  const [x, y] = measure.kind === "distance" ? belowLine(points) : centreOf(points);
  return (
    <g class="measure">
      <path class="casing" d={measure.kind === "area" ? `${line}Z` : line} />
      <path d={measure.kind === "area" ? `${line}Z` : line} />
      {measure.kind === "distance" && points.map(([cx, cy], n) => <circle key={n} cx={cx} cy={cy} r="3.5" />)}
      {text.map((words, n) => (
        <text key={n} x={x} y={y + 16 * n} text-anchor="middle">
          {words}
        </text>
      ))}
    </g>
  );
}

function belowLine(points: readonly Point[]): Point {
  const [x, y] = centreOf(points);
  return [x, y + 18];
}

/** What a measure says; areas on several slices of a plane add up to a volume. */
export function measureText(
  measure: Measure,
  all: readonly Measure[],
  spacing: PlaneSpacing,
): readonly string[] {
  if (measure.kind === "distance")
    return [`${fixed(distanceMm(measure.points[0], measure.points[1], spacing), 1)} mm`];
  const areas = all.filter(({ kind }) => kind === "area").map(({ points }) => points);
  const slices = new Set(all.filter(({ kind }) => kind === "area").map(({ slice }) => slice)).size;
  const total = `${significant(volumeMl(areas, spacing))} mL`;
  return [
    `${fixed(areaMm2(measure.points, spacing) / 100, 2)} cm²`,
    slices > 1 ? `${total} on ${slices} slices` : total,
  ];
}
