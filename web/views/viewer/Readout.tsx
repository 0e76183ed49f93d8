import type { JSX } from "preact";
import { type Triple, voxelToMm } from "../../../src/image/grid.ts";
import { fixed, significant } from "../../../src/report/numbers.ts";
import { type Point, toPane } from "../../planes/camera.ts";
import { classAt, markedBy, markedInWords } from "../../planes/marked.ts";
import { type Field, toPicture } from "../../planes/window.ts";
import { personNumber } from "../../state/people.ts";
import { crosshair } from "../../state/study.ts";
import { activePlane, cursor, intensityUnit, single } from "../../state/viewer.ts";
import type { Analysis } from "../../work/study/analysis.ts";
import { ObserverMark } from "../common/ObserverMark.tsx";
import type { PlaneModel } from "./planeModel.ts";

/** About how large the readout is, in CSS pixels; it must not lie over what it is about. */
const WIDTH = 236;
const HEIGHT = 46;
const GAP = 14;
/** Marks of so many observers are shown one by one. */
const MOST_MARKS = 10;

/** What is under the pointer, or else under the crosshair of the plane that keys move: mm, intensity, m, and who marked it. */
export function Readout(props: {
  readonly model: PlaneModel;
  readonly analysis: Analysis;
  readonly image: Field | undefined;
}): JSX.Element | null {
  const { model, analysis, image } = props;
  const under = cursor.value;
  const isHere =
    under === undefined ? activePlane.value === model.view.name : under.plane === model.view.name;
  if (!isHere || model.size[0] < WIDTH + 2 * GAP) return null;
  const voxel = under?.voxel ?? crosshair.value;
  const at = under?.place ?? toPane(model.camera, model.window, model.size, toPicture(model.window, voxel));
  const [left, top] = placeFor(model, analysis, at);
  const voxelClass = classAt(analysis, voxel);
  const mm = voxelToMm(analysis.grid, voxel)
    .map((value) => fixed(value, 1))
    .join(", ");
  const grey = image === undefined ? "" : ` · ${intensityText(valueAt(image, voxel))}`;
  const m = analysis.marginal[voxelClass];
  const marked = markedBy(analysis, voxelClass);
  const names = analysis.observers.map(({ name }) => name);
  const end: Point = [Math.max(left, Math.min(left + WIDTH, at[0])), top > at[1] ? top : top + HEIGHT];
  return (
    <>
      <svg class="overlay" width={model.size[0]} height={model.size[1]} aria-hidden="true">
        <path class="leader" d={`M${at[0]} ${at[1]}L${end[0]} ${end[1]}`} />
        <circle class="leader" cx={at[0]} cy={at[1]} r="3.5" />
      </svg>
      <div class="readout" style={{ left: `${left}px`, top: `${top}px` }} data-at={voxel.join(".")}>
        <div>
          {mm} mm{grey}
        </div>
        <div>
          {names.length > 0 && (
            <>
              {marked.length <= MOST_MARKS &&
                marked.map((n) => (
                  <ObserverMark
                    key={n}
                    index={personNumber(analysis.observers[n].index)}
                    isPointedAt={analysis.observers[n].index === single.value}
                  />
                ))}{" "}
              <strong>{markedInWords(names, marked)}</strong> ·{" "}
            </>
          )}
          m {significant(m, 3)}
        </div>
      </div>
    </>
  );
}

/**
 * Where the readout stands: above what is marked, or below it, at the pointer's side; beside the pointer where neither has
 * room.
 */
function placeFor({ camera, window, size }: PlaneModel, { box }: Analysis, [x, y]: Point): Point {
  const corners = [box.start, box.end.map((end) => end - 1) as unknown as Triple].map((voxel) =>
    toPane(camera, window, size, toPicture(window, voxel)),
  );
  const [top, bottom] = [Math.min(corners[0][1], corners[1][1]), Math.max(corners[0][1], corners[1][1])];
  const left = Math.max(GAP, Math.min(size[0] - WIDTH - GAP - 24, x + GAP));
  const above = Math.min(top, y) - HEIGHT - 2 * GAP;
  const below = Math.max(bottom, y) + 2 * GAP;
  if (above >= 24) return [left, above];
  if (below <= size[1] - HEIGHT - 36) return [left, below];
  const isRight = x + WIDTH + 3 * GAP < size[0];
  const isHigh = y > size[1] / 2;
  return [
    isRight ? x + 2 * GAP : Math.max(GAP, x - WIDTH - 2 * GAP),
    Math.max(24, isHigh ? y - HEIGHT - 2 * GAP : y + 2 * GAP),
  ];
}

function intensityText(value: number): string {
  const text = significant(value, Number.isInteger(value) ? 1 : 4);
  return intensityUnit.value === "" ? `intensity ${text}` : `${text} ${intensityUnit.value}`;
}

function valueAt({ data, box }: Field, voxel: Triple): number {
  const [nx, ny] = [box.end[0] - box.start[0], box.end[1] - box.start[1]];
  const [i, j, k] = voxel.map((index, axis) => index - box.start[axis]);
  return data[i + nx * (j + ny * k)];
}
