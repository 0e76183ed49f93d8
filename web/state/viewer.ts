import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Triple } from "../../src/image/grid.ts";
import type { Camera, Point } from "../planes/camera.ts";
import type { Shading } from "../planes/draw.ts";
import {
  type GreyPreset,
  type GreyRange,
  greyRange,
  type GreyWindow,
  presetsOf,
} from "../planes/greyLevels.ts";
import type { PlaneName } from "../planes/orientation.ts";
import { address, change, parameter } from "./store.ts";
import { image, structure } from "./study.ts";

/*
 * What the viewer shows beyond the address: tools, cameras, grey levels, who is pointed at, and what was measured.
 */

/** What a drag over a plane does. */
export type Tool = "point" | "pan" | "zoom" | "window" | "distance" | "area";

export const tool = signal<Tool>("point");

/** A pane of the workspace. */
export type PaneName = PlaneName | "surface";

/** The pane that fills the workspace, if one does. */
export const maximised = signal<PaneName | undefined>(undefined);

/** The plane that keys turn: the one that had the focus or the pointer last. */
export const activePlane = signal<PlaneName>("axial");

/** Where planes were moved or zoomed to; the others show the structure, or the whole image, as large as it fits. */
export const cameras = signal<Readonly<Partial<Record<PlaneName, Camera>>>>({});

export function setCamera(plane: PlaneName, camera: Camera): void {
  cameras.value = { ...cameras.value, [plane]: camera };
}

/** What lies under the pointer. */
export interface Cursor {
  readonly plane: PlaneName;
  readonly voxel: Triple;
  /** In the pane, in CSS pixels. */
  readonly place: Point;
}

export const cursor = signal<Cursor | undefined>(undefined);

/** The observer that the pointer is on, and the one that stays on its own, by index in the structure's list. */
export const pointedAt = signal<number | undefined>(undefined);
export const isolated = signal<number | undefined>(undefined);

/** The observer who is shown alone. */
export const single: ReadonlySignal<number | undefined> = computed(() => pointedAt.value ?? isolated.value);

/** Isolates an observer, or no longer. */
export function isolate(index: number): void {
  isolated.value = isolated.value === index ? undefined : index;
}

/** A distance or an area on a slice of a plane, in voxels of the picture. */
export interface Measure {
  readonly plane: PlaneName;
  readonly slice: number;
  readonly kind: "distance" | "area";
  readonly points: readonly Point[];
}

export const measures = signal<readonly Measure[]>([]);

/** The one that is being drawn. */
export const measuring = signal<Measure | undefined>(undefined);

/** Keeps the measure that is being drawn, if it has any extent. */
export function finishMeasure(): void {
  const drawn = measuring.value;
  batch(() => {
    measuring.value = undefined;
    if (drawn === undefined) return;
    const [a, b] = drawn.points;
    const isLine = drawn.points.length === 2 && Math.hypot(b[0] - a[0], b[1] - a[1]) > 0.2;
    if (drawn.kind === "distance" ? isLine : drawn.points.length > 2)
      measures.value = [...measures.value, drawn];
  });
}

/** What the image's intensities are; undefined without an image. */
export const imageRange: ReadonlySignal<GreyRange | undefined> = computed(
  () => image.value && greyRange(image.value.data),
);

const isCt = computed(() => structure.value?.info.modality === "CT");

export const greyPresets: ReadonlySignal<readonly GreyPreset[]> = computed(() =>
  imageRange.value === undefined ? [] : presetsOf(imageRange.value, isCt.value),
);

const ownGreys = signal<GreyWindow | undefined>(undefined);

/** The grey levels in use. */
export const greys: ReadonlySignal<GreyWindow> = computed(
  () => ownGreys.value ?? greyPresets.value.at(0) ?? { width: 1, level: 0.5 },
);

export function setGreys(window: GreyWindow): void {
  ownGreys.value = window;
}

/** Unit of the image's intensities; empty where they have none. */
export const intensityUnit: ReadonlySignal<string> = computed(() => (isCt.value ? "HU" : ""));

export const shading: ReadonlySignal<Shading> = parameter("viewer", "shade");

/** Shades where observers disagree, or no longer. */
export function toggleShading(): void {
  change("viewer", { shade: shading.value === "off" ? "disagreement" : "off" });
}

/** Shows all planes as at the beginning, with the usual grey levels. */
export function resetView(): void {
  batch(() => {
    cameras.value = {};
    ownGreys.value = undefined;
    measures.value = [];
    measuring.value = undefined;
    isolated.value = undefined;
    maximised.value = undefined;
    change("viewer", { zoom: "structure", at: "" });
  });
}

/** Parts of the workspace: of its width that the first plane takes, and of its height where the others end. */
export interface Layout {
  readonly column: number;
  readonly upper: number;
  readonly lower: number;
}

const USUAL_LAYOUT: Layout = { column: 0.64, upper: 1 / 3, lower: 2 / 3 };

export const layout = signal<Layout>(USUAL_LAYOUT);

/** Whether a button or a finger is down, as in all drags: what takes long to draw waits until it is not. */
export const isHeld = signal(false);

/** What was measured, moved or pointed at belongs to one structure and one image; and drags are noticed. */
export function followStructure(): void {
  for (const [event, held] of [
    ["pointerdown", true],
    ["pointerup", false],
    ["pointercancel", false],
  ] as const)
    addEventListener(event, () => (isHeld.value = held), { capture: true });
  effect(() => {
    void structure.value?.index;
    batch(() => {
      cameras.value = {};
      pointedAt.value = undefined;
      isolated.value = undefined;
    });
  });
  let grid = structure.peek()?.info.grid;
  effect(() => {
    const next = structure.value?.info.grid;
    if (next === grid) return;
    grid = next;
    batch(() => {
      measures.value = [];
      measuring.value = undefined;
      cursor.value = undefined;
    });
  });
  effect(() => {
    void image.value;
    ownGreys.value = undefined;
  });
  effect(() => {
    if (address.value.view !== "viewer") cursor.value = undefined;
  });
}
