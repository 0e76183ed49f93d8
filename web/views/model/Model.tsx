import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { dropPrediction, evaluating, followModel, modelFailure, modelReport } from "../../state/model.ts";
import { report, study } from "../../state/study.ts";
import { droppedFiles } from "../shell/dropped.ts";
import { Failure } from "../common/Failure.tsx";
import { ModelControls } from "./ModelControls.tsx";
import { ModelTable } from "./ModelTable.tsx";
import { Structure } from "./Structure.tsx";
import { Unopened } from "./Unopened.tsx";
import { Verdict } from "./Verdict.tsx";

/** A model among the observers of the open study: what `softdice evaluate` says. */
export function Model(): JSX.Element {
  const isDropping = useSignal(false);
  useEffect(() => followModel(), []);
  useEffect(() => {
    // Before anybody else: what is dropped here is a prediction, and no study.
    const over = (event: DragEvent): void => {
      if (study.peek() === undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      isDropping.value = event.type === "dragover";
    };
    const drop = (event: DragEvent): void => {
      if (study.peek() === undefined || event.dataTransfer === null) return;
      over(event);
      droppedFiles(event.dataTransfer).then(
        (files) => void (files.length > 0 && dropPrediction(files)),
        (error: unknown) => report(error),
      );
    };
    addEventListener("dragover", over, true);
    addEventListener("dragleave", over, true);
    addEventListener("drop", drop, true);
    return () => {
      removeEventListener("dragover", over, true);
      removeEventListener("dragleave", over, true);
      removeEventListener("drop", drop, true);
    };
  }, [isDropping]);
  if (study.value === undefined) return <Unopened />;
  return (
    <div class={isDropping.value ? "model dropping" : "model"}>
      <ModelControls />
      <div class="stack">
        <Progressing />
        {modelFailure.value !== undefined && <Failure error={modelFailure.value} />}
        {modelReport.value === undefined ? (
          evaluating.value === undefined && modelFailure.value === undefined && <Nothing />
        ) : (
          <>
            <Verdict report={modelReport.value} />
            <ModelTable report={modelReport.value} />
            <Structure />
          </>
        )}
      </div>
    </div>
  );
}

function Nothing(): JSX.Element {
  return (
    <section class="card" aria-label="No model yet">
      <h2>Put a model among the observers</h2>
      <p>
        Drop its prediction anywhere on this page: a mask, a label map, a probability map, or nnU-Net's .npz
        with the .nii.gz and dataset.json beside it. Or choose one of what is open as the model's.
      </p>
      <p class="note">
        You see how near the prediction comes to what any segmentation can reach, given that the observers
        differ, and its place among them.
      </p>
    </section>
  );
}

function Progressing(): JSX.Element | null {
  const progress = evaluating.value;
  if (progress === undefined) return null;
  const { what, done, total } = progress;
  return (
    <div class="row" role="status">
      <span>
        {what} … {total > 0 ? `${done} of ${total}` : ""}
      </span>
      {total > 0 ? <progress aria-label={what} value={done} max={total} /> : <progress aria-label={what} />}
    </div>
  );
}
