import type { JSX } from "preact";
import { observerStyle, shapePath } from "../../planes/styles.ts";

/** An observer's shape in its colour; the name stands beside it. */
export function ObserverMark(props: {
  /** Index in the structure's list of observers. */
  readonly index: number;
  readonly isPointedAt?: boolean;
  readonly size?: number;
}): JSX.Element {
  const { index, isPointedAt = false, size = 14 } = props;
  const { colour, shape } = observerStyle(index, isPointedAt);
  return (
    <svg class="observer-mark" width={size} height={size} viewBox="-7 -7 14 14" aria-hidden="true">
      <path d={shapePath(shape, 4.6)} fill={colour} fill-rule="evenodd" />
    </svg>
  );
}
