import type { JSX } from "preact";

/** Paths of the signs, drawn on 16 × 16. */
const PATHS = {
  overview: "M2.5 3.5h11M2.5 8h11M2.5 12.5h11M6 3.5v9",
  assign: "M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM11.5 9.5v4M9.5 11.5h4",
  viewer: "M2.5 2.5h11v11h-11zM9.5 2.5v11M9.5 8h4",
  model: "M3 8a5 5 0 0 1 10 0M8 8l3-3M2.5 11.5h11",
  explore: "M2 13.5h12M2.5 11c2.5 0 3-8 5.5-8s3 8 5.5 8",
  paper: "M4 1.8h5L12.5 5v9.2H4zM9 1.8V5h3.5",
  history: "M3 8a5 5 0 1 0 1.6-3.7M3 2.8v2.4h2.4M8 5.2V8l2 1.4",
  keys: "M1.5 4h13v8h-13zM4 6.5h.3M6.5 6.5h.3M9 6.5h.3M11.5 6.5h.3M5 9.5h6",
  undo: "M5.5 4 3 6.5 5.5 9M3 6.5h6.2a3.3 3.3 0 0 1 0 6.6H7",
  redo: "M10.5 4 13 6.5 10.5 9M13 6.5H6.8a3.3 3.3 0 0 0 0 6.6H9",
  add: "M8 3v10M3 8h10",
  save: "M8 2.5v8M4.7 7.4 8 10.7l3.3-3.3M3 13.5h10",
  down: "M4.5 6.5 8 10l3.5-3.5",
  warn: "M8 2.6 14 13H2zM8 6.6v3M8 11.1v.3",
  fail: "M5.2 2h5.6L14 5.2v5.6L10.8 14H5.2L2 10.8V5.2zM6 6l4 4M10 6l-4 4",
  check: "M3 8.5 6.5 12 13 4.5",
  point: "M4 2.5l8 5-3.6.8L6.5 12z",
  pan: "M8 2v12M2 8h12M6.3 3.7 8 2l1.7 1.7M6.3 12.3 8 14l1.7-1.7M3.7 6.3 2 8l1.7 1.7M12.3 6.3 14 8l-1.7 1.7",
  zoom: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3 14 14M7 5v4M5 7h4",
  window: "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
  distance: "M2 11.5 11.5 2 14 4.5 4.5 14zM5.2 8.4l1.2 1.2M7.4 6.2l1.2 1.2M9.6 4l1.2 1.2",
  area: "M3 9c0-4 3-6 5.5-5.5S14 6 12.5 9.5 9 13.5 6.5 13 3 11 3 9z",
  expand: "M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5 9.5 6.5M2.5 13.5l4-4",
  shrink: "M13.5 6.5h-4v-4M2.5 9.5h4v4M9.5 6.5l4-4M6.5 9.5l-4 4",
  previous: "M10 3.5 5.5 8l4.5 4.5",
  next: "M6 3.5 10.5 8 6 12.5",
  eye: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z",
  hidden: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM2.5 13.5l11-11",
  close: "M4 4l8 8M12 4l-8 8",
} as const;

export type IconName = keyof typeof PATHS;

/** A sign beside a word that says the same; it has no name of its own. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
