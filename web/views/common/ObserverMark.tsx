import type { JSX } from "preact";

/** Outlines of the shapes around (0, 0), about 10 px across: the second cue beside the colour. */
const SHAPES = [
  "M-4.7 0a4.7 4.7 0 1 0 9.4 0a4.7 4.7 0 1 0-9.4 0Z",
  "M-4.3-4.3H4.3V4.3H-4.3Z",
  "M0-5L5 4H-5Z",
  "M0-5.6L5.6 0L0 5.6L-5.6 0Z",
  "M0 5L5-4H-5Z",
  "M-1.7-5h3.4v3.3H5v3.4H1.7V5h-3.4V1.7H-5v-3.4h3.3Z",
  "M0-5.4L4.7-2.7V2.7L0 5.4L-4.7 2.7V-2.7Z",
  "M0-5.6L1.5-1.7L5.5-1.7L2.3.9L3.4 5L0 2.6L-3.4 5L-2.3.9L-5.5-1.7L-1.5-1.7Z",
];

/** As many observers have a colour and a shape of their own; those after them share grey ones. */
export const OWN_MARKS: number = SHAPES.length;

/** The mark of observer number `index` of the study, around (0, 0) of the drawing that it stands in. */
export function ObserverShape({
  index,
  at = [0, 0],
}: {
  index: number;
  at?: readonly [number, number];
}): JSX.Element {
  const colour = index < OWN_MARKS ? index + 1 : OWN_MARKS + 1;
  return (
    <path
      class={`mark o${colour}`}
      d={SHAPES[index % SHAPES.length]}
      transform={at[0] === 0 && at[1] === 0 ? undefined : `translate(${at[0]} ${at[1]})`}
    />
  );
}

/** The same in a line of text, beside the name that it stands for. */
export function ObserverMark({ index }: { index: number }): JSX.Element {
  return (
    <svg class="observer-mark" width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">
      <ObserverShape index={index} />
    </svg>
  );
}
