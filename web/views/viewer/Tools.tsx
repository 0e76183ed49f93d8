import type { JSX } from "preact";
import { significant } from "../../../src/report/numbers.ts";
import type { Shading } from "../../planes/draw.ts";
import { change, parameter } from "../../state/store.ts";
import { analysis, image } from "../../state/study.ts";
import {
  cameras,
  greyPresets,
  greys,
  measures,
  resetView,
  setGreys,
  shading,
  tool,
  type Tool,
} from "../../state/viewer.ts";
import { Icon, type IconName } from "../common/Icon.tsx";

const TOOLS: readonly (readonly [tool: Tool & IconName, title: string, key: string])[] = [
  ["point", "Point", "V"],
  ["pan", "Pan", "H"],
  ["zoom", "Zoom", "Z"],
  ["window", "Window and level", "W"],
  ["distance", "Distance", "D"],
  ["area", "Area and volume", "A"],
];

const SHADINGS: readonly (readonly [shading: Shading, title: string])[] = [
  ["disagreement", "Disagreement"],
  ["marginal", "Marginal"],
  ["off", "Off"],
];

const zoom = parameter("viewer", "zoom");

/** What a drag does, grey levels, what is shaded, and the way back. */
export function Tools(): JSX.Element {
  return (
    <div class="tools" role="toolbar" aria-label="Viewer tools">
      <div class="group" role="group" aria-label="Tool">
        {TOOLS.map(([name, title, key]) => (
          <button
            key={name}
            type="button"
            class="icon-button"
            aria-pressed={tool.value === name}
            aria-label={title}
            title={`${title} (${key})`}
            onClick={() => (tool.value = name)}
          >
            <Icon name={name} />
          </button>
        ))}
      </div>
      {image.value !== undefined && <GreyLevels />}
      <label class="group">
        <span class="note">Shade</span>
        <select
          aria-label="Shading"
          value={shading.value}
          title="Shading (S)"
          onChange={(event) => change("viewer", { shade: event.currentTarget.value as Shading })}
        >
          {SHADINGS.map(([name, title]) => (
            <option key={name} value={name}>
              {name === "disagreement" && analysis.value?.kind === "map" ? "Uncertainty" : title}
            </option>
          ))}
        </select>
      </label>
      <label class="group">
        <span class="note">Show</span>
        <select
          aria-label="Part shown"
          value={zoom.value}
          onChange={(event) => {
            cameras.value = {};
            change("viewer", { zoom: event.currentTarget.value as "structure" | "image" });
          }}
        >
          <option value="structure">Structure</option>
          <option value="image">Whole image</option>
        </select>
      </label>
      <span class="grow" />
      {measures.value.length > 0 && (
        <button type="button" onClick={() => (measures.value = [])}>
          Clear measures
        </button>
      )}
      <button
        type="button"
        title="Reset view (0)"
        disabled={analysis.value === undefined}
        onClick={resetView}
      >
        Reset view
      </button>
    </div>
  );
}

function GreyLevels(): JSX.Element {
  const { width, level } = greys.value;
  const chosen = greyPresets.value.findIndex((one) => one.width === width && one.level === level);
  return (
    <div class="group">
      <label class="group">
        <span class="note">Window</span>
        <select
          aria-label="Window"
          value={String(chosen)}
          onChange={(event) => {
            const preset = greyPresets.value.at(Number(event.currentTarget.value));
            if (preset !== undefined) setGreys(preset);
          }}
        >
          {greyPresets.value.map(({ name }, n) => (
            <option key={name} value={String(n)}>
              {name}
            </option>
          ))}
          {chosen === -1 && <option value="-1">Own</option>}
        </select>
      </label>
      <output class="note" aria-label="Window width and level">
        W {significant(width)} · L {significant(level)}
      </output>
    </div>
  );
}
