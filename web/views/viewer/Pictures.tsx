import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { type Box } from "../../../src/image/crop.ts";
import type { Volume } from "../../../src/image/volume.ts";
import { planeViews } from "../../planes/orientation.ts";
import { change, parameter } from "../../state/store.ts";
import { analysis, counted, image, structure } from "../../state/study.ts";
import { Slider } from "../common/Field.tsx";
import { Plane } from "./Plane.tsx";
import { Viewer } from "./Viewer.tsx";

const panel = parameter("viewer", "panel");
const zoom = parameter("viewer", "zoom");
const shade = parameter("viewer", "shade");

/** The image as the planes take it: with the grey values of black and white. */
const shownImage = computed(() => (image.value === undefined ? undefined : withRange(image.value)));

/** The planes of the structure, or the view in three dimensions. */
export function Pictures(): JSX.Element {
  const found = analysis.value;
  const grid = structure.value?.info.grid;
  const views = grid === undefined ? [] : planeViews(grid);
  const shown =
    grid === undefined
      ? []
      : grid.shape.includes(1)
        ? views.filter(({ through }) => grid.shape[through] === 1)
        : views;
  return (
    <section class="card" aria-label="Pictures">
      <div class="row spread">
        <div class="row" role="group" aria-label="Kind of picture">
          <Choice
            isOn={panel.value === "planes"}
            title="Planes"
            onClick={() => change("viewer", { panel: "planes" })}
          />
          <Choice isOn={panel.value === "3d"} title="3D" onClick={() => change("viewer", { panel: "3d" })} />
        </div>
        {panel.value === "planes" && (
          <div class="row" role="group" aria-label="Part shown">
            <Choice
              isOn={zoom.value === "structure"}
              title="Structure"
              onClick={() => change("viewer", { zoom: "structure" })}
            />
            <Choice
              isOn={zoom.value === "image"}
              title="Whole image"
              onClick={() => change("viewer", { zoom: "image" })}
            />
          </div>
        )}
      </div>
      {found === undefined ? (
        <Waiting />
      ) : panel.value === "3d" ? (
        <Viewer analysis={found} />
      ) : (
        <>
          <div class={shown.length === 1 ? "planes single" : "planes"}>
            {shown.map((view, n) => (
              <Plane
                key={view.name}
                view={view}
                analysis={found}
                image={shownImage.value}
                isLarge={n === 0}
                isWhole={zoom.value === "image"}
                shade={shade.value / 100}
              />
            ))}
          </div>
          {shownImage.value !== undefined && (
            <Slider
              title="Marginal over the image"
              value={shade.value}
              least={0}
              most={100}
              step={5}
              text={`${shade.value} %`}
              onChange={(value) => change("viewer", { shade: value })}
            />
          )}
        </>
      )}
      <Scale />
    </section>
  );
}

function Waiting(): JSX.Element {
  const isNone = structure.value?.info.kind === "masks" && counted.value.length === 0;
  return (
    <p role="status">{isNone ? "No observer counts: switch at least one on in the list." : "Computing …"}</p>
  );
}

function Choice(props: { isOn: boolean; title: string; onClick: () => void }): JSX.Element {
  return (
    <button type="button" aria-pressed={props.isOn} onClick={props.onClick}>
      {props.title}
    </button>
  );
}

/** What the colours mean. */
function Scale(): JSX.Element {
  return (
    <div class="row note">
      <span>Marginal m: 0</span>
      <svg width="140" height="10" aria-hidden="true">
        <defs>
          <linearGradient id="viridis">
            {["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"].map((colour, n) => (
              <stop key={colour} offset={n / 4} stop-color={colour} />
            ))}
          </linearGradient>
        </defs>
        <rect width="140" height="10" fill="url(#viridis)" />
      </svg>
      <span>1</span>
    </div>
  );
}

/** Black and white at the 1st and the 99.9th percentile of up to 20,000 voxels. */
function withRange({ grid, data }: Volume): {
  data: Volume["data"];
  box: Box;
  range: readonly [number, number];
} {
  const stride = Math.max(1, Math.floor(data.length / 20_000));
  const some: number[] = [];
  for (let i = 0; i < data.length; i += stride) if (Number.isFinite(data[i])) some.push(data[i]);
  some.sort((a, b) => a - b);
  const at = (part: number): number => some[Math.floor(part * (some.length - 1))] ?? 0;
  return { data, box: { start: [0, 0, 0], end: grid.shape }, range: [at(0.01), at(0.999)] };
}
