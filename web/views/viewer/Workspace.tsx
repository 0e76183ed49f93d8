import { computed, signal } from "@preact/signals";
import type { JSX } from "preact";
import { planeViews } from "../../planes/orientation.ts";
import { formatAddress } from "../../state/address.ts";
import { address } from "../../state/store.ts";
import { analysis, counted, image, structure } from "../../state/study.ts";
import { layout, maximised, type PaneName } from "../../state/viewer.ts";
import { PlanePane } from "./PlanePane.tsx";
import { Separator } from "./Separator.tsx";
import { SurfacePane } from "./SurfacePane.tsx";

const PANES = [
  ["axial", "Axial"],
  ["coronal", "Coronal"],
  ["sagittal", "Sagittal"],
  ["surface", "3D"],
] as const satisfies readonly (readonly [PaneName, string])[];

/** Whether there is room for one pane only, as on phones. */
const narrow = matchMedia("(max-width: 760px)");
const isNarrow = signal(narrow.matches);
narrow.addEventListener("change", ({ matches }) => (isNarrow.value = matches));

/** No pane becomes smaller than this part of the workspace. */
const LEAST = 0.12;

const wholeImage = computed(() => {
  const volume = image.value;
  return volume && { data: volume.data, box: { start: [0, 0, 0], end: volume.grid.shape } as const };
});

/** The planes and the surface, side by side, or one of them alone. */
export function Workspace(): JSX.Element {
  const found = analysis.value;
  if (found === undefined) return <Waiting />;
  const views = planeViews(found.grid);
  const isFlat = found.grid.shape.includes(1);
  const shown = isFlat ? views.filter(({ through }) => found.grid.shape[through] === 1).slice(0, 1) : views;
  const alone: PaneName | undefined = isFlat
    ? shown[0].name
    : (maximised.value ?? (isNarrow.value ? "axial" : undefined));
  const { column, upper, lower } = layout.value;
  const pane = (name: PaneName): JSX.Element | undefined => {
    if (alone !== undefined && alone !== name) return undefined;
    const view = shown.find((one) => one.name === name);
    if (view === undefined) return isFlat ? undefined : <SurfacePane key={name} analysis={found} />;
    return <PlanePane key={name} view={view} analysis={found} image={wholeImage.value} isOnly={isFlat} />;
  };
  const style = {
    "--column": `${column}fr`,
    "--rest": `${1 - column}fr`,
    "--upper": `${upper}fr`,
    "--middle": `${lower - upper}fr`,
    "--lower": `${1 - lower}fr`,
    "--column-end": `${100 * column}%`,
    "--upper-end": `${100 * upper}%`,
    "--lower-end": `${100 * lower}%`,
  };
  const set = (patch: Partial<typeof layout.value>): void => {
    layout.value = { ...layout.value, ...patch };
  };
  return (
    <div class={`workspace ${alone === undefined ? "many" : "one"}`} style={style}>
      {isNarrow.value && !isFlat && alone !== undefined && <PaneTabs shown={alone} />}
      {PANES.map(([name]) => pane(name))}
      {alone === undefined && (
        <>
          <Separator
            title="Width of the axial plane"
            place="column"
            isUpright
            at={column}
            usual={0.64}
            least={0.25}
            most={1 - LEAST}
            onMove={(at) => set({ column: at })}
          />
          <Separator
            title="Height of the coronal plane"
            place="upper"
            isUpright={false}
            at={upper}
            usual={1 / 3}
            least={LEAST}
            most={lower - LEAST}
            onMove={(at) => set({ upper: at })}
          />
          <Separator
            title="Height of the sagittal plane"
            place="lower"
            isUpright={false}
            at={lower}
            usual={2 / 3}
            least={upper + LEAST}
            most={1 - LEAST}
            onMove={(at) => set({ lower: at })}
          />
        </>
      )}
    </div>
  );
}

function PaneTabs({ shown }: { readonly shown: PaneName }): JSX.Element {
  return (
    <div class="pane-tabs" role="group" aria-label="Pane">
      {PANES.map(([name, title]) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === shown}
          onClick={() => (maximised.value = name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

function Waiting(): JSX.Element {
  const shown = structure.value;
  const isNone = shown?.info.kind === "masks" && counted.value.length === 0;
  return (
    <div class="workspace waiting">
      {shown === undefined ? (
        <p role="status">
          No structure can be shown. The{" "}
          <a href={formatAddress({ ...address.value, view: "overview" })}>Overview</a> says what stands in the
          way.
        </p>
      ) : (
        <p role="status">
          {isNone ? "No observer counts: switch at least one on in the list." : "Computing …"}
        </p>
      )}
    </div>
  );
}
