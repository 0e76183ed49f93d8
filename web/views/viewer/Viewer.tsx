import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { thresholdTaken } from "../../state/study.ts";
import type { Viewer3d } from "../../viewer3d.ts";
import type { Analysis } from "../../work/study/analysis.ts";

/** The marginal and the threshold's segmentation in three dimensions. The viewer is loaded when it is first asked for. */
export function Viewer({ analysis }: { analysis: Analysis }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const viewer = useSignal<Viewer3d | undefined>(undefined);
  const state = useSignal<"loading" | "ready" | "failed">("loading");
  const taken = thresholdTaken.value;

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
    };
  }, [viewer, state]);

  const opened = viewer.value;
  useEffect(() => {
    if (opened === undefined || taken === undefined) return undefined;
    // A moving threshold asks for many; the last one within a tenth of a second is drawn.
    const timer = setTimeout(() => {
      opened.show(analysis, taken).then(
        () => (state.value = "ready"),
        () => (state.value = "failed"),
      );
    }, 100);
    return () => clearTimeout(timer);
  }, [opened, analysis, taken, state]);

  return (
    <div class="stack">
      <div class="viewer" data-state={state.value}>
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
            opened?.turn(turn[0], turn[1]);
          }}
        />
      </div>
      <p class="note" role="status">
        {state.value === "loading"
          ? "Loading the viewer …"
          : state.value === "failed"
            ? "This browser has no WebGL 2, which the 3D view needs. The planes show the same."
            : "The cloud is the marginal, the body the segmentation of the threshold. Drag or use the arrow keys to turn it."}
      </p>
    </div>
  );
}
