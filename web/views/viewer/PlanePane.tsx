import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { type Triple, voxelToMm } from "../../../src/image/grid.ts";
import { fixed } from "../../../src/report/numbers.ts";
import { PlanePainter } from "../../planes/draw.ts";
import { classAt, markedBy, markedInWords } from "../../planes/marked.ts";
import type { PlaneView } from "../../planes/orientation.ts";
import type { Field } from "../../planes/window.ts";
import { outlines } from "../../state/lines.ts";
import { crosshair } from "../../state/study.ts";
import { activePlane, greys, isHeld, shading, tool } from "../../state/viewer.ts";
import type { Analysis } from "../../work/study/analysis.ts";
import { shownCameras } from "./keys.ts";
import { PlaneGestures } from "./gestures.ts";
import { PaneHead } from "./PaneHead.tsx";
import { type PlaneModel, planeModel, revealCrosshair, stepCrosshair } from "./planeModel.ts";
import { PlaneOverlay } from "./PlaneOverlay.tsx";
import { Readout } from "./Readout.tsx";
import { useSize } from "./useSize.ts";

export interface PlanePaneProps {
  readonly view: PlaneView;
  readonly analysis: Analysis;
  readonly image: Field | undefined;
  /** Whether there is no other pane. */
  readonly isOnly: boolean;
}

/** One plane through the crosshair, with its slider, its letters and what is read off it. */
export function PlanePane({ view, analysis, image, isOnly }: PlanePaneProps): JSX.Element {
  const body = useRef<HTMLDivElement>(null);
  const size = useSize(body);
  const title = `${view.name[0].toUpperCase()}${view.name.slice(1)}`;
  const model = size[0] > 0 && size[1] > 0 ? planeModel(view, analysis, size) : undefined;
  return (
    <section class={`pane ${view.name}`} aria-label={title}>
      <PaneHead name={view.name} title={title} isOnly={isOnly}>
        {placeText(view, analysis)}
      </PaneHead>
      <div class="pane-body" ref={body}>
        {model !== undefined && <Picture model={model} analysis={analysis} image={image} />}
        {model !== undefined && <PlaneOverlay model={model} analysis={analysis} />}
        {model !== undefined && <Readout model={model} analysis={analysis} image={image} />}
        {model !== undefined && model.slices > 1 && <SliceSlider model={model} analysis={analysis} />}
      </div>
    </section>
  );
}

function Picture(props: {
  readonly model: PlaneModel;
  readonly analysis: Analysis;
  readonly image: Field | undefined;
}): JSX.Element {
  const { model, analysis, image } = props;
  const { view, window, camera, size, slice, slices } = model;
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<PlanePainter | undefined>(undefined);
  const gestures = useMemo(() => new PlaneGestures(), []);
  const at = crosshair.value;
  const lines = outlines.value;
  const [greyLevels, shade] = [greys.value, shading.value];
  const isQuick = isHeld.value;
  gestures.model = model;
  gestures.analysis = analysis;
  gestures.observerAt = (place) => painter.current?.observerAt(place, devicePixelRatio);
  useEffect(() => {
    shownCameras.set(view.name, () => gestures.model?.camera ?? camera);
    return () => void shownCameras.delete(view.name);
  }, [view.name]);

  useEffect(() => {
    painter.current ??= new PlanePainter(canvas.current!);
    const picture = { window, slice, analysis, image, greys: greyLevels, shading: shade, lines };
    const request = requestAnimationFrame(() => {
      painter.current?.draw(picture, camera, size, { pixelRatio: devicePixelRatio, isQuick });
    });
    return () => cancelAnimationFrame(request);
  });
  useEffect(() => revealCrosshair(model), [at]);

  // A wheel listener of JSX would be passive, and the page would zoom with the plane.
  useEffect(() => {
    const element = canvas.current!;
    const turn = (event: WheelEvent): void => gestures.wheel(event);
    element.addEventListener("wheel", turn, { passive: false });
    return () => element.removeEventListener("wheel", turn);
  }, [gestures]);

  const names = analysis.observers.map(({ name }) => name);
  const marked =
    names.length === 0
      ? ""
      : `; at the crosshair ${markedInWords(names, markedBy(analysis, classAt(analysis, at)))}`;
  return (
    <canvas
      ref={canvas}
      class={`tool-${tool.value}`}
      width={Math.round(size[0] * devicePixelRatio)}
      height={Math.round(size[1] * devicePixelRatio)}
      tabIndex={0}
      role="img"
      aria-label={`${view.name} plane, slice ${slice + 1} of ${slices}${marked}`}
      onFocus={() => (activePlane.value = view.name)}
      onPointerDown={(event) => gestures.down(event)}
      onPointerMove={(event) => gestures.move(event)}
      onPointerUp={(event) => gestures.up(event)}
      onPointerCancel={(event) => gestures.up(event)}
      onPointerLeave={() => gestures.leave()}
      onDblClick={() => gestures.doubleClick()}
      onContextMenu={(event) => event.preventDefault()}
    />
  );
}

function SliceSlider({
  model,
  analysis,
}: {
  readonly model: PlaneModel;
  readonly analysis: Analysis;
}): JSX.Element {
  const { view, slice, slices } = model;
  return (
    <input
      class="slice-slider"
      type="range"
      aria-label={`Slice of the ${view.name} plane`}
      aria-orientation="vertical"
      aria-valuetext={`slice ${slice + 1} of ${slices}`}
      min={0}
      max={slices - 1}
      value={slice}
      onInput={(event) =>
        stepCrosshair(
          view.through,
          event.currentTarget.valueAsNumber - crosshair.peek()[view.through],
          analysis,
        )
      }
    />
  );
}

const PATIENT_AXES = { sagittal: ["x", 0], coronal: ["y", 1], axial: ["z", 2] } as const;

/** Where a plane is: its slice, its place in mm, and how thick it is. */
function placeText({ name, through }: PlaneView, { grid }: Analysis): string {
  const at: Triple = crosshair.value;
  const [axis, n] = PATIENT_AXES[name];
  const place = `${axis} ${fixed(voxelToMm(grid, at)[n], 1)} mm`;
  if (grid.shape[through] === 1) return place;
  const slice = `slice ${at[through] + 1} of ${grid.shape[through]}`;
  return name === "axial"
    ? `${slice} · ${place} · ${Number(grid.spacingMm[through].toPrecision(3))} mm thick`
    : `${slice} · ${place}`;
}
