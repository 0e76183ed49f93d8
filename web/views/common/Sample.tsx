import type { JSX } from "preact";
import type { LineStyle } from "../../planes/styles.ts";

/** A short piece of a line, on the dark of the pictures. */
export function Sample({ style }: { style: LineStyle }): JSX.Element {
  return (
    <svg class="sample" width="30" height="12" aria-hidden="true">
      <line
        x1="2"
        x2="28"
        y1="6"
        y2="6"
        stroke={style.colour}
        stroke-width={style.width}
        stroke-dasharray={style.dashes.join(" ") || undefined}
      />
    </svg>
  );
}
