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
  close: "M4 4l8 8M12 4l-8 8",
  check: "M3 8.5 6.5 12 13 4.5",
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
