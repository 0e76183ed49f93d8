import type { JSX } from "preact";
import { SHAPES } from "../../planes/styles.ts";

/** As many observers have a colour and a shape of their own; those after them share grey ones. */
export const OWN_MARKS: number = SHAPES.length;

/** The mark of observer number `index` of the study, around (0, 0) of the drawing that it stands in. */
export function ObserverShape(props: {
  readonly index: number;
  readonly at?: readonly [number, number];
  /** Gives an observer without a colour one. */
  readonly isPointedAt?: boolean;
}): JSX.Element {
  const { index, at = [0, 0], isPointedAt = false } = props;
  const colour = index < OWN_MARKS ? index + 1 : isPointedAt ? "-pointed" : OWN_MARKS + 1;
  return (
    <path
      class={`mark o${colour}`}
      d={SHAPES[index % SHAPES.length]}
      transform={at[0] === 0 && at[1] === 0 ? undefined : `translate(${at[0]} ${at[1]})`}
    />
  );
}

/** The same in a line of text, beside the name that it stands for. */
export function ObserverMark({
  index,
  isPointedAt = false,
}: {
  index: number;
  isPointedAt?: boolean;
}): JSX.Element {
  return (
    <svg class="observer-mark" width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">
      <ObserverShape index={index} isPointedAt={isPointedAt} />
    </svg>
  );
}
