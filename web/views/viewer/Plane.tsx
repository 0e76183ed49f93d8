import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Triple } from "../../../src/image/grid.ts";
import { voxelToMm } from "../../../src/image/grid.ts";
import { PlanePainter, type PlanePicture } from "../../planes/draw.ts";
import type { PlaneView } from "../../planes/orientation.ts";
import { fromPicture, type PlaneWindow, windowOf } from "../../planes/window.ts";
import { outlines } from "../../state/lines.ts";
import { change } from "../../state/store.ts";
import { crosshair } from "../../state/study.ts";
import type { Analysis } from "../../work/study/analysis.ts";

/** Room around the structure, in mm. */
const MARGIN_MM = 12;

export interface PlaneProps {
  readonly view: PlaneView;
  readonly analysis: Analysis;
  readonly image: PlanePicture["image"];
  readonly isLarge: boolean;
  readonly isWhole: boolean;
  readonly shade: number;
}

/**
 * One plane through the crosshair. A click or drag moves the crosshair, the wheel and Page Up / Down the slice, the arrow
 * keys the crosshair voxel by voxel.
 */
export function Plane({ view, analysis, image, isLarge, isWhole, shade }: PlaneProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<PlanePainter | undefined>(undefined);
  const frame = useRef<HTMLDivElement>(null);
  const room = useSignal(0);
  const window = windowOf(view, analysis.grid, isWhole ? undefined : analysis.box, MARGIN_MM);
  const size = fit(window, room.value, isLarge);
  const at = crosshair.value;
  const slice = at[view.through];
  const layers = outlines.value;

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => (room.value = Math.floor(entry.contentRect.width)));
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, [room]);

  useEffect(() => {
    if (canvas.current === null || size[0] === 0) return undefined;
    painter.current ??= new PlanePainter(canvas.current);
    const picture = { window, slice, analysis, image, shade, outlines: layers };
    const request = requestAnimationFrame(() => painter.current?.draw(picture, at, devicePixelRatio));
    return () => cancelAnimationFrame(request);
  });

  const move = (voxel: Triple): void => change("viewer", { at: voxel.join(".") });
  const pointTo = (event: PointerEvent): void => {
    const box = canvas.current!.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * window.across[1];
    const y = ((event.clientY - box.top) / box.height) * window.down[1];
    move(fromPicture(window, [x, y], crosshair.value));
  };
  const turnSlices = (steps: number): void => move(step(crosshair.value, view.through, steps, analysis));
  const slices = analysis.grid.shape[view.through];
  const [left, right, top, bottom] = view.sides;
  const placeMm = voxelToMm(analysis.grid, at)[["sagittal", "coronal", "axial"].indexOf(view.name)];
  return (
    <div class="plane">
      <div class="picture" ref={frame}>
        <canvas
          ref={canvas}
          width={Math.round(size[0] * devicePixelRatio)}
          height={Math.round(size[1] * devicePixelRatio)}
          style={{ width: `${size[0]}px`, height: `${size[1]}px` }}
          tabIndex={0}
          role="img"
          aria-label={`${view.name} plane, slice ${slice + 1} of ${slices}; arrow keys move the crosshair, Page Up and Page Down the slice`}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            pointTo(event);
          }}
          onPointerMove={(event) => event.buttons > 0 && pointTo(event)}
          onWheel={(event) => {
            event.preventDefault();
            turnSlices(event.deltaY > 0 ? 1 : -1);
          }}
          onKeyDown={(event) => {
            const moved = keyStep(event.key, view);
            if (moved === undefined) return;
            event.preventDefault();
            move(step(crosshair.value, moved[0], moved[1], analysis));
          }}
        />
        <span class="side name">{view.name}</span>
        <span class="side left">{left}</span>
        <span class="side right">{right}</span>
        <span class="side top">{top}</span>
        <span class="side bottom">{bottom}</span>
      </div>
      {slices > 1 && (
        <div class="slice">
          <input
            type="range"
            aria-label={`Slice of the ${view.name} plane`}
            min={0}
            max={slices - 1}
            value={slice}
            onInput={(event) => turnSlices(event.currentTarget.valueAsNumber - crosshair.value[view.through])}
          />
          <span>
            {slice + 1}/{slices} · {placeMm.toFixed(1)} mm
          </span>
        </div>
      )}
    </div>
  );
}

/** The largest size with the window's proportions that fits, in CSS pixels. */
function fit({ across, down, voxelMm }: PlaneWindow, room: number, isLarge: boolean): [number, number] {
  if (room === 0) return [0, 0];
  const [widthMm, heightMm] = [across[1] * voxelMm[0], down[1] * voxelMm[1]];
  const most = isLarge ? 560 : 270;
  const scale = Math.min(room / widthMm, most / heightMm);
  return [Math.max(1, Math.floor(widthMm * scale)), Math.max(1, Math.floor(heightMm * scale))];
}

/** The axis of the grid that a key moves along, and which way. */
function keyStep(
  key: string,
  { across, down, through }: PlaneView,
): [axis: number, steps: number] | undefined {
  const along = ({ axis, isReversed }: PlaneView["across"], steps: number): [number, number] => [
    axis,
    isReversed ? -steps : steps,
  ];
  switch (key) {
    case "ArrowRight":
      return along(across, 1);
    case "ArrowLeft":
      return along(across, -1);
    case "ArrowDown":
      return along(down, 1);
    case "ArrowUp":
      return along(down, -1);
    case "PageUp":
      return [through, 1];
    case "PageDown":
      return [through, -1];
    default:
      return undefined;
  }
}

function step(voxel: Triple, axis: number, steps: number, { grid }: Analysis): Triple {
  const moved: [number, number, number] = [...voxel];
  moved[axis] = Math.max(0, Math.min(grid.shape[axis] - 1, moved[axis] + steps));
  return moved;
}
