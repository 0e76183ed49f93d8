import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import {
  allObservers,
  drawnStructures,
  dropped,
  dropPrediction,
  modelReport,
  openMaps,
} from "../../state/model.ts";
import { address, change } from "../../state/store.ts";
import { structureNames } from "../../state/study.ts";
import { Select } from "../common/Field.tsx";
import { chosenFiles } from "../shell/dropped.ts";

/** What is the model's, and how it is compared. */
export function ModelControls(): JSX.Element {
  const { of, unnamed, cut, resample, like } = address.value.model;
  const nameOf = (index: number): string => structureNames.value[index] || "structure";
  const files = dropped.value?.files.map(({ path }) => path.split("/").at(-1) ?? "") ?? [];
  const failures = modelReport.value?.failures.map(({ reason }) => reason).join(" ") ?? "";
  const isMap = modelReport.value?.structures.some(({ row }) => row.evaluation.map !== null) ?? false;
  const isNameless = drawnStructures.value.length > 1;
  return (
    <div class="stack">
      <section class="card" aria-labelledby="the-model">
        <h2 id="the-model">The model</h2>
        <OpenPrediction />
        <Select
          title="What is the model's"
          value={of}
          options={[
            ["file", files.length === 0 ? "a dropped prediction" : files.slice(0, 2).join(", ")],
            ...openMaps.value.map((index) => [`s${index}`, `map ${nameOf(index)}`] as const),
            ...allObservers.value.map((name, k) => [`o${k}`, `observer ${name}`] as const),
          ]}
          onChange={(value) => change("model", { of: value, row: 0 })}
        />
        <p class="note">An observer who is the model does not count as an observer here.</p>
      </section>
      <section class="card" aria-labelledby="comparing">
        <h2 id="comparing">How it is compared</h2>
        {isNameless && (
          <Select
            title="A prediction without names is of"
            value={unnamed}
            options={[
              ["auto", "what its file's name says"],
              ...drawnStructures.value.map((index) => [String(index), nameOf(index)] as const),
            ]}
            onChange={(value) => change("model", { unnamed: value })}
          />
        )}
        <Select
          title="A map without a mask is cut at"
          value={cut}
          options={[
            ["own", "its own Dice-optimal threshold"],
            ["half", "1/2"],
          ]}
          onChange={(value) => change("model", { cut: value })}
        />
        {(resample !== "" || failures.includes("another grid")) && (
          <Select
            title="Observers on other voxels"
            value={resample}
            options={[
              ["", "are refused"],
              ["nearest", "resampled, nearest"],
              ["linear", "resampled, linear"],
            ]}
            onChange={(value) => change("model", { resample: value })}
          />
        )}
        {(like === "yes" || failures.includes("holds no geometry")) && (
          <label class="row">
            <input
              type="checkbox"
              checked={like === "yes"}
              onChange={(event) => change("model", { like: event.currentTarget.checked ? "yes" : "" })}
            />
            Its voxels are those of the observers' images
          </label>
        )}
        <p class="note">
          {isMap
            ? "Figures are those of softdice evaluate; the observers' masks tell the best threshold, the map its own."
            : "Figures are those of softdice evaluate with these observers."}
        </p>
      </section>
    </div>
  );
}

function OpenPrediction(): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="row">
      <button type="button" class="primary" onClick={() => input.current?.click()}>
        Open a prediction
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files of a prediction"
        onChange={(event) => {
          const files = chosenFiles(event.currentTarget);
          event.currentTarget.value = "";
          if (files.length > 0) dropPrediction(files);
        }}
      />
    </div>
  );
}
