import { signal, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { fixed } from "../../../src/report/numbers.ts";
import { observerStyle } from "../../planes/styles.ts";
import { methodGroups } from "../../state/lines.ts";
import { personNumber } from "../../state/people.ts";
import { report, study, threshold } from "../../state/study.ts";
import { isHeld, single } from "../../state/viewer.ts";
import { methodTitle } from "../../planes/styles.ts";
import type { Viewer3d } from "../../viewer3d.ts";
import type { Analysis } from "../../work/study/analysis.ts";
import type { SurfaceRequest } from "../../work/study/study.worker.ts";
import type { SurfaceMesh } from "../../work/study/surfaces.ts";
import { spreadColours, SPREAD_STOPS } from "./spreadColours.ts";
import { PaneHead } from "./PaneHead.tsx";

/** Keys that move the threshold ask for many surfaces; that of the last step within this time is made, in ms; of a drag, its last. */
const PAUSE_MS = 120;

/** A pane that is not there has no viewer. */
type State = "loading" | "ready" | "failed";

const range = signal<readonly [low: number, high: number] | undefined>(undefined);

/** The surface of the segmentation, coloured by how far the observers disagree there; an observer's own over it. */
export function SurfacePane({ analysis }: { readonly analysis: Analysis }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const viewer = useSignal<Viewer3d | undefined>(undefined);
  const state = useSignal<State>("loading");
  const above = threshold.value?.step.from;
  const alone = single.value;
  const isWaiting = isHeld.value;
  /** What the surface that is seen was made of. */
  const seen = useRef<readonly unknown[]>([]);

  useEffect(() => {
    let isOpen = true;
    const start = async (): Promise<void> => {
      const { openViewer } = await import("../../viewer3d.ts");
      const opened = await openViewer(canvas.current!);
      if (isOpen) viewer.value = opened;
      else opened.close();
    };
    start().catch(() => (state.value = "failed"));
    return () => {
      isOpen = false;
      viewer.peek()?.close();
      viewer.value = undefined;
    };
  }, [viewer, state]);

  const opened = viewer.value;
  useEffect(() => {
    if (opened === undefined || above === undefined || isWaiting) return undefined;
    const wanted = [opened, analysis, above];
    if (wanted.every((one, n) => one === seen.current[n])) return undefined;
    const timer = setTimeout(() => {
      surfaceOf({ above }).then(
        (mesh) => {
          // The end of a drag asks again.
          if (mesh === undefined || viewer.peek() !== opened || isHeld.peek()) return;
          seen.current = wanted;
          range.value = mesh.sdRangeMm;
          opened.show("body", mesh, spreadColours(mesh, range.value), 1);
          state.value = "ready";
        },
        (error: unknown) => report(error),
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [opened, analysis, above, isWaiting, viewer, state]);

  useEffect(() => {
    if (opened === undefined) return undefined;
    if (alone === undefined) return opened.hide("observer");
    const timer = setTimeout(() => {
      surfaceOf({ observer: alone }).then(
        (mesh) => {
          if (mesh === undefined || single.peek() !== alone || viewer.peek() !== opened) return;
          const { colour } = observerStyle(personNumber(alone), true);
          opened.show("observer", mesh, spreadColours({ ...mesh, sdMm: undefined }, undefined, colour), 0.55);
        },
        (error: unknown) => report(error),
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [opened, analysis, alone, viewer]);

  return (
    <section class="pane surface" aria-label="3D">
      <PaneHead name="surface" title="3D" isOnly={false}>
        {titleOf(analysis)}
      </PaneHead>
      <div class="pane-body" data-state={state.value}>
        <canvas
          ref={canvas}
          tabIndex={0}
          role="img"
          aria-label={`${analysis.structure} in three dimensions; arrow keys turn it`}
          onKeyDown={(event) => {
            const turn = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, 10], ArrowDown: [0, -10] }[
              event.key
            ];
            if (turn === undefined) return;
            event.preventDefault();
            event.stopPropagation();
            opened?.turn(turn[0], turn[1]);
          }}
        />
        {state.value === "ready" && <SpreadScale />}
        {state.value !== "ready" && (
          <p class="pane-note" role="status">
            {state.value === "loading"
              ? "Loading the viewer …"
              : "This browser has no WebGL 2, which the 3D view needs. The planes show the same."}
          </p>
        )}
      </div>
    </section>
  );
}

function surfaceOf(request: SurfaceRequest): Promise<SurfaceMesh | undefined> {
  return study.peek()?.remote.call<SurfaceMesh>("surface", request) ?? Promise.resolve(undefined);
}

/** What is seen: a method, if the threshold's step is one, and what its colour means. */
function titleOf({ kind }: Analysis): string {
  const step = threshold.value?.step;
  const group = methodGroups.value.find((one) => one.step !== undefined && one.step.from === step?.from);
  const what = group === undefined ? "this threshold" : methodTitle(group.methods[0].name);
  return kind === "masks" && range.value !== undefined ? `${what} · spread of observers` : what;
}

/** The colours in mm: the standard deviation of the observers' signed distances from the surface. */
function SpreadScale(): JSX.Element | null {
  const ends = range.value;
  if (ends === undefined) return null;
  const [low, high] = ends.map((mm) => fixed(mm, 1));
  return (
    <div
      class="spread-scale"
      title="Standard deviation of the observers' signed distances from this surface, with the smallest and the largest; the colours between are smoothed along it"
    >
      <span>{high} mm</span>
      <i style={{ background: `linear-gradient(${[...SPREAD_STOPS].reverse().join(", ")})` }} />
      <span>{low}</span>
    </div>
  );
}
